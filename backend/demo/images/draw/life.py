"""People's work and culture: coffee, pepper, fruit, gongs, towns, schools, roads."""

import math

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
                dx, dy = c.random.uniform(-0.8, 0.8) * size, c.random.uniform(-0.5, 0.25) * size
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
                px, py = x + c.random.uniform(-0.14, 0.14) * tall, foot - tall * c.random.uniform(0.15, 0.85)
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


def service_centre() -> Canvas:
    """A one-stop public-service centre."""
    c = Canvas(97)
    c.sky("#4f9fd4", "#b6dcea", "#f2f0dc")
    c.cloud(200, 110, 34, "#ffffff")
    c.cloud(1080, 90, 30, "#ffffff")
    c.hills(380, 50, "#8fb9a6", "#79a886")
    c.box(240, 210, 1040, 560, "#f7efe0")
    c.box(220, 190, 1060, 224, "#b8433a", 6)
    c.polygon([(520, 190), (640, 110), (760, 190)], "#c9544a")
    c.circle(640, 164, 15, "#f4d35e")
    for i in range(6):
        x = 274 + i * 134
        if i in (2, 3):
            continue
        for y in (250, 400):
            c.box(x, y, x + 94, y + 112, "#3f7fa5", 4)
            c.polygon([(x + 8, y + 104), (x + 52, y + 6), (x + 80, y + 6), (x + 36, y + 104)], "#6ba6c4")
            c.line([(x + 47, y), (x + 47, y + 112)], "#f7efe0", 4)
    c.box(500, 250, 780, 366, "#21637f", 8)
    for i, width in enumerate((220, 170, 196)):
        c.box(530, 272 + i * 30, 530 + width, 286 + i * 30, ["#f4d35e", "#d7ecf2", "#d7ecf2"][i], 6)
    c.box(540, 396, 740, 560, "#6fb0c8", 4)
    c.line([(640, 396), (640, 560)], "#f7efe0", 6)
    for x in (490, 776):
        c.box(x, 380, x + 18, 560, "#e5d8bf")
    c.band(556, HEIGHT, "#d9cdb4", "#bfae8f")
    for i in range(5):
        c.box(470 - i * 22, 556 + i * 12, 810 + i * 22, 570 + i * 12, mix("#efe6d2", "#c9b995", i / 5))
    for x in (120, 190, 1100, 1180):
        c.tree(x, 580, 190, "#4a9455")
    c.box(150, 120, 156, 560, "#8d99a3")
    c.polygon([(156, 124), (270, 124), (270, 198), (156, 198)], "#d8232a")
    star = [
        (
            213 + (27 if i % 2 == 0 else 11) * math.sin(math.pi * i / 5),
            161 - (27 if i % 2 == 0 else 11) * math.cos(math.pi * i / 5),
        )
        for i in range(10)
    ]
    c.polygon(star, "#ffdf3d")
    for x, foot, h, shirt in (
        (420, 660, 130, "#3a6ea8"),
        (474, 668, 118, "#d9795d"),
        (830, 656, 126, "#5b8f4a"),
        (900, 672, 96, "#e0a62f"),
        (640, 612, 104, "#f2f2f2"),
    ):
        c.person(x, foot, h, shirt)
    return c


def school() -> Canvas:
    """Back to school on the plateau."""
    c = Canvas(101)
    c.sky("#62b3dd", "#c7e6ea", "#f7f3dc")
    c.sun(1090, 120, 46, "#fff4c4", "#ffe38f")
    c.cloud(330, 100, 32, "#ffffff")
    c.hills(390, 56, "#93bd9a", "#7fb07f")
    c.box(130, 270, 1150, 560, "#fbe9b7")
    c.polygon([(100, 274), (180, 196), (1100, 196), (1180, 274)], "#c2553f")
    for i in range(24):
        c.line([(186 + i * 39, 200), (112 + i * 46, 272)], "#a94736", 2)
    c.box(130, 404, 1150, 418, "#d9b45f")
    for floor in (300, 436):
        for i in range(8):
            x = 164 + i * 124
            c.box(x, floor, x + 84, floor + (84 if floor == 300 else 124), "#4f97a8", 4)
            c.line([(x + 42, floor), (x + 42, floor + (84 if floor == 300 else 124))], "#fbf3dc", 4)
            c.line([(x, floor + 42), (x + 84, floor + 42)], "#fbf3dc", 4)
    c.circle(640, 236, 26, "#fbf3dc")
    c.line([(640, 236), (640, 218)], "#33414f", 4)
    c.line([(640, 236), (653, 242)], "#33414f", 4)
    c.band(556, HEIGHT, "#cdbb8a", "#a9c070", "#8cab58")
    for x in (70, 1215):
        c.tree(x, 610, 300, "#d1493b" if x < 100 else "#3f8f4c")
    shirts = ["#ffffff", "#f4f7fb", "#ffffff", "#eef3f8"]
    for i in range(9):
        x = 240 + i * 96 + c.random.uniform(-14, 14)
        h = c.random.uniform(84, 112)
        foot = 650 + c.random.uniform(-14, 26)
        c.person(x, foot, h, shirts[i % 4], "#24456e")
        c.polygon([(x - 7, foot - h * 0.79), (x + 7, foot - h * 0.79), (x, foot - h * 0.6)], "#d8232a")
        c.box(x + h * 0.1, foot - h * 0.74, x + h * 0.24, foot - h * 0.44, ["#e0662f", "#2f86b5", "#7a3f8f"][i % 3], 5)
    return c


def clinic() -> Canvas:
    """A commune health station."""
    c = Canvas(103)
    c.sky("#7cc3d8", "#d5eee9", "#f4f6e6")
    c.cloud(900, 120, 34, "#ffffff")
    c.hills(370, 60, "#9cc4ae", "#84b394")
    c.box(300, 270, 980, 570, "#ffffff")
    c.box(270, 246, 1010, 286, "#2f9a86", 8)
    c.box(560, 150, 720, 256, "#ffffff", 10)
    c.box(622, 166, 658, 240, "#2f9a86", 4)
    c.box(603, 185, 677, 221, "#2f9a86", 4)
    for x in (340, 450, 750, 860):
        c.box(x, 330, x + 82, 430, "#9bd3da", 6)
        c.line([(x + 41, 330), (x + 41, 430)], "#ffffff", 4)
        c.box(x - 4, 430, x + 86, 440, "#d3e3de")
    c.box(570, 350, 710, 570, "#5fb0a5", 6)
    c.line([(640, 350), (640, 570)], "#ffffff", 5)
    c.band(566, HEIGHT, "#cfe0c2", "#a5c58d")
    c.polygon([(560, 570), (720, 570), (860, 720), (420, 720)], "#e6dcc6")
    for x in (150, 230, 1060, 1160):
        c.tree(x, 600, 210, "#4a9c5c")
    c.person(500, 664, 128, "#ffffff", "#dfe9ee")
    c.box(484, 560, 516, 566, "#2f9a86")
    c.person(560, 676, 120, "#d98a4a")
    c.person(606, 680, 70, "#e45f6a")
    c.person(800, 668, 124, "#6a58a8")
    return c


def road() -> Canvas:
    """National road 14 winding through the hills."""
    c = Canvas(107)
    c.sky("#4a96cf", "#a9d7e6", "#f6efd3")
    c.cloud(260, 120, 38, "#ffffff")
    c.cloud(1000, 90, 30, "#ffffff")
    c.hills(310, 70, "#88b1b5", "#9dc0ae")
    c.hills(365, 60, "#6fa27a", "#5d9468")
    c.hills(430, 40, "#7fae58", "#5c9348", "#3f7a3d", rough=0.6)
    centre, right = [], []
    for i in range(60):
        t = i / 59
        y = 404 + (HEIGHT + 30 - 404) * t**1.7
        half = 5 + 210 * t**1.7
        x = 700 + math.sin(t * 7.2) * (150 - 60 * t) - 120 * t
        centre.append((x - half, y))
        right.append((x + half, y))
    c.polygon(
        [
            *[(x - 12 * (y - 400) / 320, y) for x, y in centre],
            *[(x + 12 * (y - 400) / 320, y) for x, y in reversed(right)],
        ],
        "#c9b07a",
    )
    c.polygon([*centre, *reversed(right)], "#4d565f")
    for i in range(6, 58, 3):
        (l0, y0), (r0, _) = centre[i], right[i]
        (l1, y1), (r1, _) = centre[i + 1], right[i + 1]
        c.line([((l0 + r0) / 2, y0), ((l1 + r1) / 2, y1)], "#f6e7b0", 1 + 7 * (i / 59) ** 2)
    for x, y, h in ((120, 560, 170), (260, 500, 110), (1010, 520, 130), (1150, 590, 190), (940, 470, 80)):
        c.tree(x, y, h, "#3f8a4c")
    c.box(560, 560, 690, 626, "#d9562f", 8)
    c.box(690, 578, 742, 626, "#f2f2f2", 10)
    c.box(704, 586, 734, 604, "#5fa0c4", 4)
    for x in (590, 660, 714):
        c.circle(x, 628, 15, "#22282e")
        c.circle(x, 628, 6, "#aab4bd")
    c.box(1046, 380, 1054, 560, "#8d99a3")
    c.box(960, 340, 1140, 420, "#1f6fb2", 8)
    for i, width in enumerate((120, 90)):
        c.box(980, 356 + i * 28, 980 + width, 370 + i * 28, "#ffffff", 5)
    return c


def energy() -> Canvas:
    """Wind, sun and industry at Nhân Cơ and Đắk Song."""
    c = Canvas(109)
    c.sky("#5b8fd0", "#b9d3ea", "#fbe6c4")
    c.sun(180, 180, 44, "#fff3cf", "#ffe0a0")
    c.hills(370, 56, "#8fb0ad", "#9dbf9f")
    c.hills(430, 44, "#76a565", "#5d9150", "#44783f")
    for x, foot, h in ((420, 430, 270), (640, 420, 220), (860, 440, 310), (1080, 420, 230), (1210, 430, 190)):
        c.polygon(
            [(x - h * 0.022, foot), (x - h * 0.01, foot - h), (x + h * 0.01, foot - h), (x + h * 0.022, foot)],
            "#f5f7f8",
        )
        turn = c.random.uniform(0, 2)
        for blade in range(3):
            a = turn + blade * math.tau / 3
            tip = (x + h * 0.52 * math.cos(a), foot - h + h * 0.52 * math.sin(a))
            side = (x + h * 0.12 * math.cos(a + 0.28), foot - h + h * 0.12 * math.sin(a + 0.28))
            c.polygon([(x, foot - h), side, tip], "#ffffff")
        c.circle(x, foot - h, h * 0.028, "#cfd8de")
    for row in range(4):
        for i in range(7 - row // 2):
            x = 40 + i * (118 + row * 26) - row * 40
            y = 500 + row * 52
            w, h = 96 + row * 24, 34 + row * 8
            c.polygon([(x + 18, y), (x + w + 18, y), (x + w, y + h), (x, y + h)], "#1f4e86")
            for k in range(1, 4):
                c.line([(x + 18 + w * k / 4, y), (x + w * k / 4, y + h)], "#6f9fd0", 1.4)
            c.line([(x + 9, y + h / 2), (x + w + 9, y + h / 2)], "#6f9fd0", 1.4)
            c.line([(x + w / 2, y + h), (x + w / 2, y + h + 12)], "#7b858d", 4)
    c.box(880, 520, 1230, 640, "#dfe5e6")
    c.polygon(
        [
            (880, 520),
            (880, 484),
            (967, 520),
            (967, 484),
            (1055, 520),
            (1055, 484),
            (1142, 520),
            (1142, 484),
            (1230, 520),
        ],
        "#b9552f",
    )
    for i in range(7):
        c.box(900 + i * 46, 552, 930 + i * 46, 584, "#4f88a8", 3)
    for x in (1160, 1200):
        c.box(x, 410, x + 22, 500, "#c9d0d3")
        c.box(x, 424, x + 22, 438, "#d9483b")
    c.band(640, HEIGHT, "#6f8f4f", "#557a41")
    return c


def town_lake() -> Canvas:
    """The central lake of Gia Nghĩa on a festival evening."""
    c = Canvas(113)
    c.sky("#14204a", "#3b3a78", "#93557f", "#f09a6a")
    for _ in range(80):
        c.circle(c.random.uniform(0, WIDTH), c.random.uniform(0, 220), c.random.uniform(0.6, 1.6), "#f9ecd2")
    for x, y, r, colour in ((320, 140, 76, "#ffd166"), (560, 96, 56, "#ef6f8f"), (960, 150, 84, "#7fd8e8")):
        for i in range(24):
            a = math.tau * i / 24
            c.line(
                [(x + r * 0.35 * math.cos(a), y + r * 0.35 * math.sin(a)), (x + r * math.cos(a), y + r * math.sin(a))],
                colour,
                2,
            )
            c.circle(x + r * 1.08 * math.cos(a), y + r * 1.08 * math.sin(a), 3, colour)
    c.hills(380, 60, "#4a3f72", "#372f5c")
    for i in range(26):
        x = i * 50 + c.random.uniform(-6, 6)
        w, h = c.random.uniform(34, 52), c.random.uniform(40, 130)
        c.box(x, 430 - h, x + w, 440, mix("#4d4478", "#2b2650", c.random.random()))
        for wx in range(int(x) + 6, int(x + w) - 8, 12):
            for wy in range(int(430 - h) + 8, 424, 16):
                if c.random.random() < 0.55:
                    c.box(wx, wy, wx + 6, wy + 8, c.random.choice(["#ffd98a", "#ffc35c", "#fbe9bd"]))
    c.band(436, HEIGHT, "#e08e74", "#6d4f86", "#2a2f66", "#181f4a")
    for _ in range(60):
        x, y = c.random.uniform(0, WIDTH), c.random.uniform(444, 560)
        c.line([(x, y), (x, y + c.random.uniform(12, 50))], c.random.choice(["#ffc35c", "#ffd98a", "#f6a86a"]), 2)
    c.ripples(450, 715, "#9a86b8", 110)
    c.polygon([(380, 520), (640, 476), (900, 520), (900, 530), (640, 488), (380, 530)], "#f6d9a0")
    for i in range(14):
        x = 392 + i * 38.5
        c.line([(x, 528 - 42 * (1 - abs(x - 640) / 260)), (x, 556)], "#d9b878", 4)
    for _ in range(22):
        x, y = c.random.uniform(40, 1240), c.random.uniform(590, 705)
        c.polygon(
            [(x - 18, y), (x - 10, y - 13), (x + 10, y - 13), (x + 18, y), (x + 9, y + 7), (x - 9, y + 7)],
            c.random.choice(["#ef6f8f", "#f7a072", "#f3c969"]),
        )
        c.circle(x, y - 10, 5, "#fff1b8")
    return c


def pagoda() -> Canvas:
    """A pagoda among pines on its hill."""
    c = Canvas(127)
    c.sky("#8fc6dc", "#d7eae4", "#faeccd")
    c.sun(1010, 150, 42, "#fff5d6", "#ffe6a6")
    c.hills(360, 60, "#a3c2ba", "#8fb59f")
    edge = c.hills(420, 40, "#5f9566", "#437a50")
    c.pines_along(edge, 3, 100, "#2c6547")
    c.polygon([(160, 720), (300, 560), (980, 560), (1120, 720)], "#d9c9a3")
    for tier, (half, base, tall) in enumerate(((300, 560, 110), (210, 420, 84), (130, 306, 66))):
        c.box(640 - half * 0.78, base - tall, 640 + half * 0.78, base, "#f2d9a6")
        for i in range(-3, 4):
            c.box(640 + i * half * 0.24 - 8, base - tall, 640 + i * half * 0.24 + 8, base, "#b5472f")
        top = base - tall
        c.polygon(
            [
                (640 - half, top + 14),
                (640 - half * 1.08, top - 8),
                (640 - half * 0.66, top - 14),
                (640 - half * 0.5, top - 46),
                (640 + half * 0.5, top - 46),
                (640 + half * 0.66, top - 14),
                (640 + half * 1.08, top - 8),
                (640 + half, top + 14),
            ],
            mix("#a63c28", "#d9683f", tier * 0.3),
        )
        c.box(640 - half * 0.5, top - 52, 640 + half * 0.5, top - 42, "#f0bf62", 4)
    c.polygon([(640, 132), (662, 196), (618, 196)], "#f0bf62")
    c.box(590, 470, 690, 560, "#6b2c1c", 4)
    for i in range(7):
        c.box(540 - i * 14, 560 + i * 18, 740 + i * 14, 576 + i * 18, mix("#f1e6cc", "#c4b083", i / 7))
    for x in (230, 1050):
        c.tree(x, 660, 220, "#e79ab0" if x < 600 else "#4a9455")
    c.person(600, 690, 92, "#d98a2b", "#b36c1f")
    c.person(690, 700, 90, "#6a7fa8")
    return c


def memorial() -> Canvas:
    """A historic site: stone walls, a gate and a commemorative stele."""
    c = Canvas(131)
    c.sky("#7f93ad", "#cfd0c8", "#f3ddb4")
    c.hills(390, 50, "#9aa79a", "#86987f")
    edge = c.skyline(430, 24)
    c.pines_along(edge, 3, 120, "#3e6a50")
    c.polygon([*edge, (WIDTH + 20, HEIGHT), (-20, HEIGHT)], "#7c9a5c")
    c.box(70, 360, 1210, 570, "#8f8578")
    for row in range(7):
        for i in range(32):
            x = 70 + i * 36 + (row % 2) * 18
            c.box(
                x + 1,
                362 + row * 30,
                min(x + 34, 1210),
                389 + row * 30,
                mix("#a2978a", "#766c60", c.random.random()),
                3,
            )
    for x in (140, 1060):
        c.box(x, 250, x + 90, 570, "#7d7266")
        c.polygon([(x - 14, 254), (x + 45, 196), (x + 104, 254)], "#8a4a35")
        c.box(x + 26, 300, x + 64, 350, "#2f2a28", 4)
    c.box(520, 300, 760, 580, "#6c6258")
    c.polygon([(490, 304), (640, 216), (790, 304)], "#8a4a35")
    c.box(565, 360, 715, 580, "#332b28", 70)
    for i in range(6):
        c.box(582 + i * 22, 384, 587 + i * 22, 580, "#8d8378")
    c.band(570, HEIGHT, "#c9b88d", "#a99a6f")
    c.polygon([(560, 580), (720, 580), (900, 720), (380, 720)], "#ddd0ac")
    c.polygon([(892, 640), (906, 440), (990, 420), (1004, 640)], "#4b5660")
    c.polygon([(906, 440), (990, 420), (996, 500), (903, 512)], "#5f6b76")
    c.circle(948, 470, 17, "#d9b44a")
    for i in range(5):
        c.box(918, 530 + i * 19, 980, 536 + i * 19, "#c9b88d", 2)
    c.box(866, 636, 1030, 664, "#8f8578", 4)
    for x, h, shirt in ((470, 104, "#f2f2f2"), (430, 96, "#f2f2f2"), (812, 106, "#3a6ea8")):
        c.person(x, 690, h, shirt)
    return c


SCENES = {
    "coffee": coffee,
    "pepper": pepper,
    "gongs": gongs,
    "weaving": weaving,
    "fruit": fruit,
    "service-centre": service_centre,
    "school": school,
    "clinic": clinic,
    "road": road,
    "energy": energy,
    "town-lake": town_lake,
    "pagoda": pagoda,
    "memorial": memorial,
}
