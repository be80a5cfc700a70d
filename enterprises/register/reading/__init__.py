"""Read an uploaded file into lines of cells, or say why that cannot be done. No Django."""
