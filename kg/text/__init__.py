"""The text room: files, folders and standard input become documents, and documents become parsed texts."""
