"""The pages as people have them: in a browser, by keyboard, on paper, and as HTML."""
