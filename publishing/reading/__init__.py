"""Reading the record: stored documents, pages, lists, addresses, days."""
