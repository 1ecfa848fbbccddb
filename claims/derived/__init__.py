"""Everything that the product works out for itself; none of it is ever stored in a document."""
