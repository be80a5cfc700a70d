"""Uploaded workbooks, read in a child process that may use little memory and little time."""
