"""The questions of one assessment as a workbook to fill in offline, and the way back.

`slots` name every cell that can be filled in, `marks` the options as they stand in it; `lines` lay
the sheet out, `book` writes it. `opening` reads an upload, `understanding` makes answers of its
cells, `weighing` holds them against the answers that stand.
"""
