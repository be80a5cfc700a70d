"""What is read of the work of several people: whose section, what was said, who differs."""
