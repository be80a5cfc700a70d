"""Small pictures of files, drawn in a child process that may use little memory and little time."""
