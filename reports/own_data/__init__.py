"""A firm's own data: who saw it, and all of it to take away."""
