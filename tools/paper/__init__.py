"""The book on paper: each built page as plain XHTML without scripts, for the EPUB and the PDF.

What a screen folds is put at the chapter's end, with links there and back: `ends`. What can be
played with becomes a picture, and what is typed into a question: `screen`. What is left is made
plain and its links are led to the pages of this edition: `plain`. `book` takes all pages through
these, in the order of the contents.
"""
