"""A framework as a workbook: one sheet per list, words beside what they name; nothing is lost."""
