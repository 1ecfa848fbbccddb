"""Everything that the product says by itself; nothing here is ever stored in a document."""
