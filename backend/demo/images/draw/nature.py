"""Land and water: the geopark's lakes, falls, caves and cones."""

import math

from .canvas import HEIGHT, WIDTH, Canvas, mix


def ta_dung() -> Canvas:
    """Tà Đùng: islands of a drowned mountain range in the morning."""
    c = Canvas(11)
    c.sky("#2f6f9f", "#7fb6cf", "#f6d9a8", "#f7b977")
    c.sun(905, 212, 44, "#fff3cf", "#ffd68a")
    c.cloud(250, 130, 34, "#e9eef0")
    c.cloud(1100, 90, 24, "#dfe9ee")
    c.hills(285, 70, "#6f9bb0", "#9cbcc4", rough=0.9)
    c.mist(255, 50, "#f6e3c4", 0.4)
    c.hills(325, 60, "#3f7684", "#6fa09f")
    c.band(345, HEIGHT, "#f0c792", "#8fc0c4", "#3f93a6", "#1d6683")
    c.ripples(360, 715, "#cfe6df", 110)
    c.ripples(360, 480, "#ffe6bd", 60)
    islands = [
        (160, 392, 90),
        (400, 378, 60),
        (640, 388, 80),
        (850, 376, 46),
        (1080, 394, 95),
        (280, 445, 120),
        (560, 462, 100),
        (930, 450, 140),
        (1200, 478, 110),
        (90, 540, 150),
        (470, 560, 130),
        (760, 560, 150),
        (1090, 600, 190),
    ]
    for x, y, half in islands:
        depth = (y - 370) / 240
        colour = mix("#5b8f78", "#1f5a3d", depth)
        tall = half * 0.34
        crest = [
            (x + half * math.cos(a), y - tall * math.sin(a) * (1 + 0.2 * math.sin(a * 5 + x)))
            for a in [math.pi * i / 24 for i in range(25)]
        ]
        c.ellipse(x, y + 6, half * 1.02, tall * 0.36, mix("#2d7486", "#164b62", depth))
        c.shaded(crest, mix(colour, "#d8e08a", 0.25), colour)
        c.ellipse(x, y, half, 4 + 3 * depth, mix("#d8a66a", "#b4763f", depth))
        for _ in range(int(half / 9)):
            t = c.random.uniform(0.16, 0.84) * math.pi
            c.circle(
                x + half * 0.86 * math.cos(t),
                y - tall * 0.8 * math.sin(t) - 2,
                4 + 6 * depth,
                mix(colour, "#0e3a2c", 0.25 + 0.3 * c.random.random()),
            )
    c.polygon([(628, 655), (712, 655), (694, 672), (646, 672)], "#6b3e26")
    c.person(662, 660, 44, "#d9483b")
    c.line([(678, 630), (700, 676)], "#3a2619", 2)
    return c


def waterfall() -> Canvas:
    """Đray Sáp, the "fall of smoke": a wide curtain over basalt."""
    c = Canvas(23)
    c.sky("#4aa3c4", "#a8d8dc", "#e6f3e2")
    c.cloud(220, 90, 30, "#ffffff")
    c.cloud(980, 70, 38, "#f5fbfb")
    edge = c.hills(205, 50, "#4f9468", "#2f6f4c")
    for x, y in edge[::2]:
        c.tree(
            x + c.random.uniform(-8, 8),
            y + 50 + c.random.uniform(-10, 20),
            95 * c.random.uniform(0.8, 1.25),
            mix("#2f7d4b", "#69a548", c.random.random()),
        )
    c.polygon([(0, 240), (WIDTH, 240), (WIDTH, 600), (0, 600)], "#39434a")
    for i in range(54):
        x = i * 24 - 6
        top = 238 + c.random.uniform(0, 20)
        c.box(x, top, x + 22, 600, mix("#4a555b", "#2c343b", c.random.random()))
        c.polygon([(x, top), (x + 11, top - 7), (x + 22, top)], "#6a767a")
    for left, right in ((120, 470), (520, 850), (905, 1180)):
        c.shaded([(left, 246), (right, 246), (right + 26, 575), (left - 26, 575)], "#eefafc", "#bfe3ec", "#f4fcfd")
        for _ in range(46):
            x = c.random.uniform(left, right)
            y = c.random.uniform(255, 420)
            lean = (x - (left + right) / 2) / (right - left) * 34
            c.line(
                [(x, y), (x + lean, y + c.random.uniform(60, 150))],
                mix("#8cc5d6", "#ffffff", c.random.random()),
                c.random.uniform(1, 4),
            )
    c.band(566, HEIGHT, "#a9dde0", "#4fa9b5", "#1f7286")
    c.ripples(585, 715, "#d8f2f0", 90)
    for x in range(60, 1260, 95):
        c.veil("ellipse", [(x - 90, 515), (x + 90, 620)], "#ffffff", 0.4, blur=26)
    for x, y, r in ((70, 640, 62), (190, 690, 48), (1180, 650, 76), (1060, 700, 44), (660, 706, 34)):
        c.ellipse(x, y, r * 1.3, r * 0.6, "#2b3338")
        c.ellipse(x - r * 0.2, y - r * 0.14, r * 0.95, r * 0.34, "#57646a")
    for x in (-6, 1284):
        c.tree(x, 730, 430, "#1f6b42", "#3c2a20")
    return c


def basalt() -> Canvas:
    """Columnar basalt: lava that cooled into six-sided organ pipes."""
    c = Canvas(37)
    c.sky("#2c4a73", "#8e86a8", "#f2b48b", "#f9d9a5")
    c.sun(300, 260, 54, "#fff0cb", "#ffcf8f")
    c.hills(330, 55, "#8b7d95", "#a98b8b")
    c.hills(395, 45, "#5c6a72", "#4a5b5b")
    c.band(560, HEIGHT, "#e0b48c", "#5d8d98", "#2b5c70")
    c.ripples(570, 715, "#f7dcb6", 70)
    for row in range(5):
        for i in range(23):
            x = 440 + i * 42 + (row % 2) * 21 - row * 26
            height = 330 - abs(i - 15) * 8 - row * 62 + c.random.uniform(-26, 26)
            foot = 590 + row * 36
            top = foot - max(height, 40)
            tone = mix("#66707a", "#2b343e", 0.16 * row + 0.2 * c.random.random())
            c.polygon([(x, top), (x, foot + 40), (x + 14, foot + 50), (x + 14, top + 9)], mix(tone, "#f2b48b", 0.28))
            c.polygon([(x + 14, top + 9), (x + 14, foot + 50), (x + 40, foot + 40), (x + 40, top)], tone)
            c.polygon(
                [(x, top), (x + 12, top - 9), (x + 30, top - 9), (x + 40, top), (x + 27, top + 9), (x + 14, top + 9)],
                mix(tone, "#ffe2b8", 0.5),
            )
            for level in range(int(top) + 60, foot, 74):
                c.line([(x, level), (x + 14, level + 8), (x + 40, level)], mix(tone, "#10161c", 0.4), 1.2)
    for x, s in ((520, 20), (930, 26), (1150, 22), (700, 18)):
        c.bush(x, 500 - s, s, "#5f8f4e")
    c.person(250, 640, 84, "#e0a62f")
    c.person(296, 642, 78, "#3f7fb5")
    c.polygon([(120, 640), (430, 640), (520, 720), (40, 720)], "#3a4148")
    return c


def cave() -> Canvas:
    """A lava tube of Krông Nô: the way back to the light."""
    c = Canvas(41)
    c.sky("#151a22", "#1c222b", "#12161c")
    rings = [
        ("#2a2f38", 600, 372),
        ("#39373c", 490, 306),
        ("#4c4340", 390, 246),
        ("#675243", 300, 192),
        ("#8a6848", 222, 146),
    ]
    for colour, rx, ry in rings:
        points = []
        for i in range(60):
            a = math.tau * i / 60
            wobble = 1 + 0.05 * math.sin(a * 5 + rx) + 0.03 * c.random.uniform(-1, 1)
            points.append((650 + rx * wobble * math.cos(a), 350 + ry * wobble * math.sin(a)))
        c.polygon(points, colour)
    mouth = [
        (650 + 150 * (1 + 0.06 * math.sin(i)) * math.cos(math.tau * i / 40), 335 + 106 * math.sin(math.tau * i / 40))
        for i in range(40)
    ]
    c.shaded(mouth, "#bfe6ea", "#eaf6cf", "#a8d080", "#5f9a4f")
    for x, y, s in ((560, 408, 60), (735, 412, 74), (650, 424, 46)):
        c.tree(x, y, s, "#3f8a4c")
    for spread, alpha in ((60, 0.14), (150, 0.10), (260, 0.07)):
        c.veil("polygon", [(590, 330), (710, 330), (760 + spread, 720), (470 - spread, 720)], "#ffeebf", alpha, blur=22)
    c.polygon(
        [(0, 720), (0, 640), (240, 590), (470, 560), (640, 550), (830, 560), (1040, 600), (1280, 650), (1280, 720)],
        "#241f20",
    )
    for i in range(9):
        y = 566 + i * 17
        c.line([(470 - i * 40, y + 6), (640, y - 4), (830 + i * 40, y + 8)], mix("#5d4637", "#2a2223", i / 9), 2.4)
    for _ in range(30):
        x = c.random.choice([c.random.uniform(0, 380), c.random.uniform(900, WIDTH)])
        drop = c.random.uniform(30, 120)
        c.polygon([(x - 13, -4), (x + 13, -4), (x, drop)], mix("#23272f", "#3a3a40", c.random.random()))
    for x, h, shirt in ((560, 120, "#e2582f"), (742, 108, "#2f86b5")):
        c.person(x, 640, h, shirt)
        c.circle(x, 640 - h * 0.94, h * 0.11, "#f4c430")
        c.circle(x, 640 - h * 0.95, 4, "#fffbe6")
    return c


def volcano() -> Canvas:
    """Nâm Kar and Chư B'luk: young cones on the basalt plateau."""
    c = Canvas(53)
    c.sky("#3d8ec9", "#9fd0e6", "#f3f0d2")
    c.cloud(300, 110, 36, "#ffffff")
    c.cloud(860, 80, 28, "#ffffff")
    c.cloud(1150, 150, 34, "#f4fafb")
    c.hills(360, 40, "#8ab3b0", "#9cc29a")
    for x, base, half, tall, tone in ((980, 470, 330, 170, "#6d9a58"), (470, 520, 460, 270, "#5c8f4a")):
        rim = half * 0.27
        left, right = (x - rim, base - tall), (x + rim, base - tall * 0.96)
        c.shaded(
            [
                (x - half, base),
                (x - half * 0.55, base - tall * 0.42),
                left,
                right,
                (x + half * 0.52, base - tall * 0.45),
                (x + half, base),
            ],
            mix(tone, "#e6d99a", 0.35),
            tone,
        )
        c.polygon(
            [
                (x + rim * 0.3, base),
                (x + rim * 0.5, base - tall * 0.9),
                right,
                (x + half * 0.52, base - tall * 0.45),
                (x + half, base),
            ],
            mix(tone, "#1f4a34", 0.3),
        )
        c.ellipse(x, base - tall * 0.98, rim, rim * 0.2, "#8b5c3d")
        c.ellipse(x, base - tall * 0.95, rim * 0.82, rim * 0.13, "#5a3526")
        for i in range(7):
            gully = x - half * 0.5 + i * half * 0.17
            c.line(
                [(x - rim + i * rim * 0.33, base - tall * 0.88), (gully, base - tall * 0.2)],
                mix(tone, "#27502f", 0.35),
                2.4,
            )
    c.hills(520, 26, "#9fb95a", "#6f9a45", "#4f7c3a")
    for row in range(6):
        y = 560 + row * 28
        for i in range(26):
            c.bush(i * 54 + (row % 2) * 27, y, 11 + row * 2.6, mix("#4f8a3f", "#2f6a3c", c.random.random()))
    return c


def lake_forest() -> Canvas:
    """A quiet reservoir between pines: hồ Tây, Đắk Mil."""
    c = Canvas(61)
    c.sky("#f7c59f", "#f9dcc0", "#cfe4e6")
    c.sun(1010, 190, 46, "#fff6df", "#ffdca8")
    c.hills(300, 46, "#a9bfc4", "#b9cdc8")
    c.hills(345, 40, "#6f9a94", "#5d8d80")
    edge = c.skyline(392, 22)
    c.polygon([*edge, (WIDTH + 20, 425), (-20, 425)], "#2f6b54")
    c.pines_along(edge, 2, 74, "#24583f")
    c.band(420, HEIGHT, "#b7d3cd", "#f3cfae", "#7fb0b4", "#38798a")
    for x, _ in edge[::2]:
        c.veil("polygon", [(x - 12, 424), (x + 12, 424), (x, 490)], "#24583f", 0.35)
    c.ripples(440, 715, "#fbead2", 120)
    c.polygon([(0, 720), (0, 610), (180, 622), (330, 668), (420, 720)], "#3f7a4c")
    for x, h in ((50, 330), (150, 270), (250, 200)):
        c.pine(x, 660, h, "#1d4c37")
    c.polygon([(470, 640), (820, 612), (826, 624), (476, 654)], "#8a6242")
    for i in range(5):
        c.box(500 + i * 76, 630 - i * 6, 508 + i * 76, 690 - i * 8, "#6b4a32")
    c.person(770, 616, 74, "#c4523e")
    return c


SCENES = {
    "ta-dung": ta_dung,
    "dray-sap": waterfall,
    "basalt": basalt,
    "lava-cave": cave,
    "volcano": volcano,
    "lake-forest": lake_forest,
}
