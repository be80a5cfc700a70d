"""What the consultant writes into a diagnosis report: tracked drafts, frozen by the issue."""
