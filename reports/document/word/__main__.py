"""The child that turns one issued PDF into a document for Word, under limits.

Reads a line of JSON about the report and then the PDF; writes the document.
"""

import json
import sys

from reports.document.child import limit
from reports.document.word.writing import About, word_of

if __name__ == "__main__":
    limit()
    about = About.of(json.loads(sys.stdin.buffer.readline()))
    sys.stdout.buffer.write(word_of(sys.stdin.buffer.read(), about))
