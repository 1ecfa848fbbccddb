"""Plain values: texts, dates, languages, hashes. No tables, no queries."""
