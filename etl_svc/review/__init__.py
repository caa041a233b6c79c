"""What a person looks at before an import: how its file is read, and what it would bring."""
