"""All SQL and all files: tables, queries, migrations, blobs. Rows never leave it."""
