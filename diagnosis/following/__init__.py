"""What becomes of an agreed plan: its checks, how far its items are, what has been taken up."""
