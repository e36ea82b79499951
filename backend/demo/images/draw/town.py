"""Towns, schools, roads and other things people have built."""

import math

from .canvas import HEIGHT, WIDTH, Canvas, mix


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
    "service-centre": service_centre,
    "school": school,
    "clinic": clinic,
    "road": road,
    "energy": energy,
    "town-lake": town_lake,
    "pagoda": pagoda,
    "memorial": memorial,
}
