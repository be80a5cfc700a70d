"""What all API endpoints share: who calls, how often, errors, paging, filtering, rendering."""
