"""Case files: reading, checking, importing and publishing a case."""
