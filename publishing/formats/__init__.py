"""Document formats: what a record looks like as a document, and what it must hold."""
