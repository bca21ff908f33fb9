"""Swift sources without what is not code, for tools that read tokens and not grammar."""

import re

# What begins a comment or a text, and conditions of the build, in which no expression of the program stands.
BEGINNING = re.compile(
    r'//[^\n]*|/\*|(?P<pounds>#*)(?P<quotes>"""|")|^[ \t]*#(?:if|elseif)\b[^\n]*|[@#]\w*available\([^)]*\)', re.MULTILINE)
COMMENT = re.compile(r"/\*|\*/")
INTERPOLATED = re.compile(r'[()]|//|/\*|#*"')


def blanked(text):
    """The source with blanks in place of comments, texts and availability: of the same length, in the same lines, texts in quotes."""
    parts, at = [], 0
    while match := BEGINNING.search(text, at):
        end = ending(text, match)
        blank = re.sub(r"[^\n]", " ", text[match.start():end])
        parts += [text[at:match.start()], f'"{blank[1:-1]}"' if match["quotes"] else blank]
        at = end
    return "".join(parts) + text[at:]


def ending(text, match):
    """Where the comment, the text or the condition ends that begins with `match`."""
    if match[0] == "/*":
        return endOfComment(text, match.end())
    return endOfText(text, match.end(), match["pounds"], match["quotes"]) if match["quotes"] else match.end()


def endOfComment(text, at):
    """Where a comment ends; there may be others in it."""
    depth = 1
    while depth and (match := COMMENT.search(text, at)):
        depth += 1 if match[0] == "/*" else -1
        at = match.end()
    return len(text) if depth else at


def endOfText(text, at, pounds, quotes):
    """Where a text ends. A text of one line ends with the line at the latest, and an interpolation may hold other texts."""
    stop = "" if len(quotes) == 3 else r"|\n"
    token = re.compile(rf"\\{pounds}(?P<opens>\()|\\{pounds}.|(?P<ends>{quotes}{pounds}{stop})", re.DOTALL)
    while match := token.search(text, at):
        if match["ends"]:
            return match.end() if match["ends"] != "\n" else match.start()
        at = endOfInterpolation(text, match.end()) if match["opens"] else match.end()
    return len(text)


def endOfInterpolation(text, at):
    """Where an interpolation ends, the opening parenthesis of which has been read."""
    depth = 1
    while depth and (match := INTERPOLATED.search(text, at)):
        if match[0] in "()":
            depth += 1 if match[0] == "(" else -1
            at = match.end()
        else:
            beginning = BEGINNING.match(text, match.start())
            at = ending(text, beginning)
    return at
