"""Many issued reports as one ZIP, gathered by a job."""
