"""People's work and culture: coffee, pepper, fruit, gongs, weaving."""

from .canvas import HEIGHT, WIDTH, Canvas, mix


def coffee() -> Canvas:
    """Coffee on red basalt soil at harvest."""
    c = Canvas(71)
    c.sky("#f6b26b", "#f9d7a0", "#f5ecd0")
    c.sun(270, 170, 48, "#fff5d8", "#ffd890")
    c.hills(300, 60, "#b7b48f", "#a9b58a")
    c.hills(350, 60, "#7fa06a", "#6a9159", rough=0.7)
    c.hills(405, 50, "#5b8a4c", "#3d6b3b", rough=0.6)
    c.shaded([(-20, 450), (400, 420), (900, 430), (1300, 460), (1300, 740), (-20, 740)], "#b5613c", "#8f4024")
    for row in range(8):
        y = 452 + row * row * 3.6 + row * 10
        size = 12 + row * 5.4
        for i in range(-1, int(WIDTH / (size * 2.1)) + 2):
            x = i * size * 2.1 + (row % 2) * size
            c.bush(x, y, size, mix("#2f7a3f", "#235c38", c.random.random()))
            for _ in range(row * 2):
                dx, dy = (c.random.uniform(-0.8, 0.8) * size, c.random.uniform(-0.5, 0.25) * size)
                c.circle(x + dx, y + dy, 1.4 + row * 0.5, c.random.choice(["#d2362b", "#b9251f", "#e0662f"]))
    for x, foot, h, shirt in ((420, 560, 120, "#3a6ea8"), (880, 580, 132, "#7a3f8f")):
        c.person(x, foot, h, shirt)
        c.polygon([(x - h * 0.24, foot - h * 0.9), (x, foot - h * 1.1), (x + h * 0.24, foot - h * 0.9)], "#ecd9a2")
        c.box(x + h * 0.1, foot - h * 0.56, x + h * 0.36, foot - h * 0.3, "#a8753f", 4)
        c.ellipse(x + h * 0.23, foot - h * 0.56, h * 0.13, h * 0.05, "#c62f28")
    return c


def pepper() -> Canvas:
    """A pepper garden: vines on their poles."""
    c = Canvas(73)
    c.sky("#5aaad0", "#b8dfe2", "#eff3d9")
    c.cloud(980, 110, 34, "#ffffff")
    c.cloud(330, 80, 26, "#ffffff")
    c.hills(350, 50, "#8db59c", "#7fae86")
    c.hills(400, 34, "#5f9863", "#4d8352")
    c.band(430, HEIGHT, "#b77a4c", "#95532f")
    for row in range(5):
        foot = 470 + row * row * 14 + row * 6
        tall = 150 + row * 62
        step = 92 + row * 44
        for i in range(-1, int(WIDTH / step) + 2):
            x = i * step + (row % 2) * step / 2
            c.ellipse(x, foot, tall * 0.2, tall * 0.045, "#7a3f22")
            c.box(x - tall * 0.02, foot - tall * 1.05, x + tall * 0.02, foot, "#6d5747")
            for _ in range(26 + row * 6):
                t = c.random.uniform(0.04, 1.0)
                width = 0.17 * (1.1 - t * 0.55) * tall
                shade = mix("#1f6b3a", "#6fae4a", c.random.random())
                c.ellipse(x + c.random.uniform(-width, width), foot - tall * t, tall * 0.05, tall * 0.036, shade)
            for _ in range(8 + row * 3):
                px, py = (x + c.random.uniform(-0.14, 0.14) * tall, foot - tall * c.random.uniform(0.15, 0.85))
                for bead in range(4):
                    c.circle(
                        px, py + bead * tall * 0.018, tall * 0.011, c.random.choice(["#c8452f", "#88a83d", "#3f7a35"])
                    )
    return c


def gongs() -> Canvas:
    """Gongs before a M'Nông longhouse, in the light of a fire."""
    c = Canvas(79)
    c.sky("#1d2348", "#4b2f5c", "#a34a4a", "#e58a4b")
    for _ in range(70):
        c.circle(c.random.uniform(0, WIDTH), c.random.uniform(0, 250), c.random.uniform(0.6, 1.7), "#f5e6c8")
    c.hills(400, 50, "#3a2a4c", "#2b2038")
    c.polygon([(640, 330), (720, 150), (1230, 150), (1300, 330)], "#6b4423")
    for i in range(30):
        c.line([(722 + i * 17, 152), (645 + i * 22, 330)], "#8a5c30", 2)
    c.polygon([(680, 152), (1260, 152), (1240, 138), (700, 138)], "#4a2d18")
    c.box(690, 330, 1290, 450, "#8b5a33")
    for i in range(18):
        c.line([(700 + i * 34, 332), (700 + i * 34, 448)], "#6f4526", 2)
    c.box(930, 352, 1010, 450, "#2b170d")
    for x in (700, 830, 960, 1090, 1220):
        c.box(x, 448, x + 14, 520, "#4a2d18")
    c.band(515, HEIGHT, "#4a2b2a", "#2a1a20")
    c.box(80, 196, 620, 210, "#3c2415", 4)
    c.box(92, 196, 108, 560, "#3c2415", 4)
    c.box(592, 196, 608, 560, "#3c2415", 4)
    for x, y, r in ((180, 300, 66), (350, 318, 84), (520, 300, 62)):
        c.line([(x - r * 0.5, 206), (x - r * 0.3, y - r * 0.8)], "#d8c59a", 3)
        c.line([(x + r * 0.5, 206), (x + r * 0.3, y - r * 0.8)], "#d8c59a", 3)
        c.circle(x + 5, y + 6, r, "#241418")
        for share, colour in (
            (1.0, "#8d5a1f"),
            (0.93, "#c8882e"),
            (0.72, "#b3752a"),
            (0.66, "#d79a3b"),
            (0.32, "#a8691f"),
            (0.27, "#f0bf62"),
        ):
            c.circle(x, y, r * share, colour)
        c.ellipse(x - r * 0.09, y - r * 0.1, r * 0.1, r * 0.07, "#fbe4a8")
    c.veil("ellipse", [(560, 470), (900, 740)], "#ff9d3c", 0.45, blur=60)
    for i in range(9):
        x = 730 + (i - 4) * 13
        top = 540 - 26 * (4 - abs(i - 4)) - c.random.uniform(0, 20)
        c.polygon([(x - 15, 634), (x, top), (x + 15, 634)], ["#f2641f", "#ffb02e", "#ffdf7a"][i % 3])
    for tilt in (-14, 14):
        c.line([(670, 640 + tilt), (790, 640 - tilt)], "#3a2013", 14)
    for i, x in enumerate((230, 340, 450, 1000, 1110, 1210)):
        c.person(x, 668, 150, ["#7a1f2b", "#20304f"][i % 2], "#1d1a26")
        c.box(x - 22, 590, x + 22, 598, "#e3b04b")
        c.box(x - 22, 578, x + 22, 584, "#e8e0d0")
        c.circle(x + 34, 596, 20, "#c8882e")
        c.circle(x + 34, 596, 6, "#f0bf62")
    return c


def weaving() -> Canvas:
    """A brocade cloth on the loom."""
    c = Canvas(83)
    c.sky("#efe2c6", "#e6d2ac")
    stripes = ["#7a1f2b", "#20304f", "#e3b04b", "#f4ead6", "#2d5a45"]
    for band in range(13):
        top = 40 + band * 50
        base = stripes[band % 2]
        c.box(120, top, 1160, top + 50, base)
        c.box(120, top, 1160, top + 5, stripes[2])
        for i in range(26):
            x = 140 + i * 40
            y = top + 27
            if band % 3 == 0:
                c.polygon([(x, y), (x + 20, y - 18), (x + 40, y), (x + 20, y + 18)], stripes[3])
                c.polygon([(x + 10, y), (x + 20, y - 9), (x + 30, y), (x + 20, y + 9)], stripes[0])
            elif band % 3 == 1:
                c.polygon([(x, y + 16), (x + 20, y - 16), (x + 40, y + 16)], stripes[2])
                c.polygon([(x + 9, y + 16), (x + 20, y - 2), (x + 31, y + 16)], stripes[4])
            else:
                c.line(
                    [(x, y + 12), (x + 10, y - 12), (x + 20, y + 12), (x + 30, y - 12), (x + 40, y + 12)], stripes[3], 4
                )
    for x in (84, 1160):
        c.box(x, 10, x + 36, 710, "#6b4423", 10)
        c.box(x + 8, 10, x + 14, 710, "#8b5f36")
    c.box(60, 8, 1220, 34, "#5a371c", 10)
    c.polygon([(420, 660), (470, 630), (860, 630), (910, 660), (860, 690), (470, 690)], "#a8753f")
    c.polygon([(480, 660), (520, 646), (810, 646), (850, 660), (810, 674), (520, 674)], "#f4ead6")
    return c


def fruit() -> Canvas:
    """Durian, avocado, passion fruit and macadamia on the market."""
    c = Canvas(89)
    c.sky("#f9e2b0", "#f6c98a")
    for i in range(8):
        left = i * 160
        c.polygon([(left, 0), (left + 160, 0), (left + 160, 110), (left, 110)], "#d9483b" if i % 2 else "#fbf3e2")
        c.ellipse(left + 80, 110, 80, 34, "#c43d31" if i % 2 else "#efe4cc")
    c.band(430, HEIGHT, "#a46b3c", "#7d4c28")
    for i in range(5):
        c.line([(0, 470 + i * 54), (WIDTH, 470 + i * 54)], "#8d5a30", 3)
    for x, y, r in ((210, 400, 120), (420, 430, 98)):
        c.ellipse(x, y + r * 0.95, r * 0.9, 16, "#6d4123")
        c.ellipse(x, y, r * 0.86, r, "#8a9a3a")
        for i in range(11):
            for j in range(9):
                px, py = (i - 5) / 5.6, (j - 4) / 4.6
                if px * px + py * py < 0.98:
                    cx, cy = x + px * r * 0.86, y + py * r
                    c.polygon(
                        [(cx - 10, cy + 6), (cx, cy - 13), (cx + 10, cy + 6)],
                        mix("#6f8030", "#bcc765", 0.5 - 0.45 * px),
                    )
        c.box(x - 8, y - r - 26, x + 8, y - r + 8, "#6b5a2a", 4)
    c.ellipse(600, 500, 92, 62, "#8a9a3a")
    c.ellipse(600, 496, 78, 48, "#f7efcf")
    for dx in (-34, 22):
        c.ellipse(600 + dx, 496, 30, 32, "#f4d35e")
    for x, y in ((770, 400), (870, 420), (815, 470)):
        c.ellipse(x, y, 48, 66, "#2f6b38")
        c.ellipse(x - 14, y - 20, 12, 22, "#5f9a4f")
    c.ellipse(925, 500, 46, 60, "#d9e28a")
    c.circle(925, 514, 25, "#7b4a2a")
    for x, y in ((1040, 410), (1130, 430), (1085, 480), (1180, 490)):
        c.circle(x, y, 45, "#5b2a5e")
        c.circle(x - 13, y - 14, 11, "#8f5a92")
    for _ in range(46):
        x, y = c.random.uniform(150, 1130), c.random.uniform(600, 680)
        c.circle(x, y, 17, "#6d4326")
        c.circle(x - 5, y - 5, 5, "#a87850")
        c.line([(x - 8, y + 5), (x + 9, y + 3)], "#e8cfa0", 2)
    return c


SCENES = {"coffee": coffee, "pepper": pepper, "gongs": gongs, "weaving": weaving, "fruit": fruit}
