"""Plots as SVG, without a library: bars in groups, and lines over a logarithmic axis."""

from math import ceil, floor, log10
from xml.sax.saxutils import escape

# Distinguishable for the colour-blind too (Okabe and Ito).
COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"]
WIDTH, LEFT, RIGHT, TOP = 760, 170, 60, 56
STYLE = "font-family:sans-serif;font-size:12px;fill:#333"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


class Axis:
    """Maps values to places between two ends; values of a logarithmic one are positive."""

    def __init__(self, values, begin, end, is_logarithmic):
        self.begin, self.end, self.is_logarithmic = begin, end, is_logarithmic
        if is_logarithmic:
            self.low = 10 ** floor(log10(min(values)))
            self.high = max(10 ** ceil(log10(max(values))), 10 * self.low)
        else:
            self.low, self.high = 0, max(values) * 1.05 or 1

    def place(self, value):
        if self.is_logarithmic:
            part = (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        else:
            part = (value - self.low) / (self.high - self.low)
        return self.begin + part * (self.end - self.begin)

    def ticks(self):
        if self.is_logarithmic:
            return [10.0**power for power in range(round(log10(self.low)), round(log10(self.high)) + 1)]
        step = 10 ** floor(log10(self.high))
        step = next(step * part for part in (0.1, 0.2, 0.5, 1, 2) if self.high / (step * part) <= 8)
        return [step * index for index in range(int(self.high / step) + 1)]


def text(x, y, words, anchor="start", more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {more}>{escape(str(words))}</text>'


def legend(names):
    parts, x = [], LEFT
    for index, name in enumerate(names):
        parts.append(f'<rect x="{x}" y="28" width="10" height="10" fill="{COLOURS[index % len(COLOURS)]}"/>')
        parts.append(text(x + 14, 37, name))
        x += 26 + 7 * len(name)
    return parts


def document(height, title, parts):
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" style="{STYLE}">'
    ground = f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
    return "\n".join([head, ground, text(LEFT, 18, title, more='font-weight="bold"'), *parts, "</svg>", ""])


def bars(title, series, rows, is_logarithmic=False):
    """Horizontal bars: `series` are names, `rows` pairs of a label and one value, or None, for each of the series."""
    values = [value for _, row in rows for value in row if value]
    axis = Axis(values, LEFT, WIDTH - RIGHT, is_logarithmic)
    thickness, parts, y = 11, legend(series), TOP
    bottom = TOP + len(rows) * (thickness * len(series) + 8)
    for tick in axis.ticks():
        x = axis.place(tick)
        parts.append(f'<line x1="{x:.1f}" y1="{TOP - 6}" x2="{x:.1f}" y2="{bottom}" stroke="#ddd"/>')
        parts.append(text(x, bottom + 14, number(tick), "middle"))
    for label, row in rows:
        parts.append(text(LEFT - 8, y + thickness * len(series) / 2 + 4, label, "end"))
        for index, value in enumerate(row):
            if value:
                x = axis.place(value)
                colour = COLOURS[index % len(COLOURS)]
                parts.append(f'<rect x="{LEFT}" y="{y}" width="{max(1, x - LEFT):.1f}" height="{thickness - 1}" fill="{colour}"/>')
                parts.append(text(x + 4, y + thickness - 2, number(value), more='font-size="10"'))
            y += thickness
        y += 8
    return document(bottom + 26, title, parts)


def lines(title, label, curves):
    """Lines over a logarithmic axis: `curves` maps names to pairs of a place on it and a value."""
    height, bottom = 320, 270
    points = [point for curve in curves.values() for point in curve]
    across = Axis([x for x, _ in points], LEFT, WIDTH - RIGHT, True)
    up = Axis([y for _, y in points], bottom, TOP, False)
    parts = legend(curves)
    for tick in across.ticks():
        parts.append(text(across.place(tick), bottom + 16, number(tick), "middle"))
    for tick in up.ticks():
        y = up.place(tick)
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(text(LEFT - 8, y + 4, number(tick), "end"))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, bottom + 36, label, "middle"))
    for index, curve in enumerate(curves.values()):
        colour = COLOURS[index % len(COLOURS)]
        places = [(across.place(x), up.place(y)) for x, y in curve]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
    return document(height, title, parts)
