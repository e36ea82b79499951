"""What the warnings speak of: storm, slide, flood, fire, drought."""

import math

from .canvas import HEIGHT, WIDTH, Canvas, mix


def storm() -> Canvas:
    """A thunderstorm rolls over the plateau."""
    c = Canvas(211)
    c.sky("#1c2733", "#35495a", "#6f8290", "#b9b59a")
    for x, y, s, tone in (
        (150, 110, 92, "#2b3845"),
        (480, 80, 110, "#34434f"),
        (820, 100, 120, "#27333f"),
        (1150, 90, 100, "#31404c"),
        (320, 190, 70, "#43535f"),
        (1000, 200, 76, "#41515d"),
    ):
        c.cloud(x, y, s, tone)
    c.hills(440, 56, "#4d6464", "#3f5853")
    c.hills(520, 40, "#395446", "#2a4136")
    bolt = [(716, 210), (668, 330), (708, 326), (650, 470), (764, 300), (720, 304), (770, 210)]
    c.veil("polygon", [(x + (x - 706) * 1.4, y) for x, y in bolt], "#fff3b0", 0.5, blur=34)
    c.polygon(bolt, "#fff0a0")
    for x, foot, h, lean in ((180, 600, 260, 90), (300, 620, 200, 70), (1080, 610, 230, 84)):
        top = (x + lean, foot - h)
        c.line([(x, foot), (x + lean * 0.25, foot - h * 0.55), top], "#3d2f26", 12)
        for _ in range(16):
            a = c.random.uniform(-0.7, 0.5)
            reach = c.random.uniform(0.3, 0.55) * h
            c.line(
                [top, (top[0] + reach * math.cos(a) * 0.9, top[1] + reach * math.sin(a) * 0.6)],
                mix("#2d5a3c", "#5d8a4a", c.random.random()),
                9,
            )
    c.box(520, 520, 720, 630, "#c9b28a")
    c.polygon([(490, 524), (560, 450), (690, 450), (752, 524)], "#8c3f33")
    c.box(596, 560, 640, 630, "#4a3326")
    c.box(664, 556, 704, 592, "#f6d67a", 3)
    c.band(628, HEIGHT, "#33473a", "#22332b")
    c.rain(330, "#a9bfca")
    return c


def landslide() -> Canvas:
    """A slope has come down on the road."""
    c = Canvas(223)
    c.sky("#5b6b78", "#97a3a6", "#cfcab4")
    c.cloud(300, 100, 60, "#7d8a92")
    c.cloud(900, 80, 76, "#74828b")
    c.hills(340, 60, "#7d9389", "#6f8a79")
    c.shaded(
        [(380, 720), (520, 420), (700, 220), (900, 120), (1100, 90), (1300, 60), (1300, 720)], "#5f8a55", "#3f6b43"
    )
    c.shaded(
        [
            (760, 200),
            (900, 150),
            (1010, 190),
            (1080, 330),
            (1120, 480),
            (1180, 640),
            (560, 660),
            (640, 520),
            (700, 380),
        ],
        "#a8623c",
        "#8a4527",
        "#6f351e",
    )
    for _ in range(60):
        t = c.random.random()
        x, y = 880 + c.random.uniform(-1, 1) * (90 + 220 * t), 190 + t * 440
        c.circle(x, y, 4 + 14 * t * c.random.random(), mix("#5b3a28", "#b98a66", c.random.random()))
    for x, y, h in ((1120, 210, 120), (1210, 260, 150), (640, 330, 90), (560, 440, 110), (1240, 420, 170)):
        c.tree(x, y, h, "#356b40")
    c.polygon([(0, 600), (1280, 640), (1280, 720), (0, 700)], "#4d545b")
    for i in range(9):
        c.polygon(
            [
                (40 + i * 150, 648 + i * 4.4),
                (110 + i * 150, 650 + i * 4.4),
                (110 + i * 150, 656 + i * 4.4),
                (40 + i * 150, 654 + i * 4.4),
            ],
            "#efe2b0",
        )
    c.polygon([(560, 690), (600, 610), (720, 560), (860, 570), (1010, 590), (1130, 640), (1180, 700)], "#7f4126")
    for _ in range(34):
        x, r = c.random.uniform(590, 1150), c.random.uniform(8, 26)
        c.circle(
            x, 690 - c.random.uniform(0, 90) * (1 - abs(x - 860) / 330), r, mix("#6b4a38", "#9a7a62", c.random.random())
        )
    for x in (380, 470):
        c.polygon([(x - 34, 690), (x, 600), (x + 34, 690)], "#ef7d22")
        c.polygon([(x - 21, 655), (x - 12, 632), (x + 12, 632), (x + 21, 655)], "#fff4e0")
    c.polygon([(190, 640), (250, 530), (310, 640)], "#1b1b1b")
    c.polygon([(201, 634), (250, 543), (299, 634)], "#f7c92b")
    c.box(246, 570, 254, 606, "#1b1b1b", 3)
    c.circle(250, 618, 5, "#1b1b1b")
    c.box(246, 640, 254, 700, "#8d99a3")
    c.rain(120, "#d5dde0", slant=6)
    return c


def flood() -> Canvas:
    """High water on the Krông Nô."""
    c = Canvas(227)
    c.sky("#4f6272", "#8d9ca4", "#c8c6b5")
    c.cloud(240, 90, 66, "#6b7a86")
    c.cloud(700, 70, 80, "#627280")
    c.cloud(1120, 100, 70, "#6f7e89")
    c.hills(330, 50, "#7b9490", "#6f8c82")
    edge = c.hills(385, 30, "#567a5c", "#456a4e")
    for x, y in edge[::7]:
        c.tree(x, y + 40, 110 * c.random.uniform(0.7, 1.2), "#4a7f4f")
    c.band(430, HEIGHT, "#b08a5f", "#96704a", "#7a5738")
    for x, y, w in ((190, 420, 180), (860, 410, 210), (1100, 470, 150)):
        c.box(x, y, x + w, y + 110, "#e0cfa8")
        c.polygon([(x - 22, y + 4), (x + w * 0.25, y - 64), (x + w * 0.75, y - 64), (x + w + 22, y + 4)], "#a8503c")
        c.box(x + w * 0.2, y + 24, x + w * 0.42, y + 66, "#41657a", 3)
        c.box(x + w * 0.6, y + 24, x + w * 0.82, y + 66, "#41657a", 3)
        c.box(x - 6, y + 78, x + w + 6, y + 130, "#9a744d")
        c.ellipse(x + w / 2, y + 82, w * 0.56, 6, "#cbab80")
    c.ripples(470, 715, "#c9a87e", 150)
    c.ripples(560, 715, "#6d4c30", 40)
    c.polygon([(470, 590), (760, 590), (722, 640), (508, 640)], "#e2582f")
    c.box(474, 586, 756, 597, "#f7f1e6", 4)
    for x, shirt in ((540, "#f4c430"), (610, "#2f86b5"), (676, "#f4c430")):
        c.person(x, 632, 96, shirt)
        c.circle(x, 546, 10, "#f25c2a")
    c.line([(716, 560), (790, 660)], "#4a3020", 6)
    c.box(1010, 330, 1040, 640, "#f2f2f2")
    for i in range(10):
        c.box(1010, 340 + i * 30, 1026 if i % 2 else 1040, 346 + i * 30, "#d8232a" if i < 5 else "#2b5f8a")
    c.rain(190, "#d5dde0", slant=8)
    return c


def forest_fire() -> Canvas:
    """Forest fire at night."""
    c = Canvas(229)
    c.sky("#2a1418", "#7a2a1c", "#d9561f", "#ffb347")
    for x, y, s, tone in (
        (240, 130, 90, "#4a2420"),
        (560, 90, 120, "#3d1f1e"),
        (930, 120, 110, "#472320"),
        (1180, 170, 80, "#55291f"),
    ):
        c.cloud(x, y, s, tone)
    edge = c.hills(420, 60, "#7a2f1c", "#5a2016")
    c.pines_along(edge, 2, 90, "#3a1610")
    c.veil("ellipse", [(120, 330), (1160, 700)], "#ffc04a", 0.45, blur=80)
    for i in range(58):
        x = i * 23.0 + c.random.uniform(-10, 10)
        top = 560 - c.random.uniform(50, 190)
        colour = c.random.choice(["#f2641f", "#ff8f2a", "#ffb02e", "#ffd35c"])
        c.polygon(
            [
                (x - 24, 600),
                (x - 16, top + 70),
                (x + c.random.uniform(-14, 14), top),
                (x + 18, top + 80),
                (x + 26, 600),
            ],
            colour,
        )
    for x, h in ((70, 320), (190, 250), (330, 290), (480, 220), (800, 240), (940, 300), (1080, 260), (1210, 340)):
        c.pine(x, 640, h, "#1f0d0b")
    c.band(596, HEIGHT, "#2a110d", "#150807")
    for _ in range(110):
        c.circle(
            c.random.uniform(0, WIDTH),
            c.random.uniform(120, 600),
            c.random.uniform(1, 3.2),
            c.random.choice(["#ffd35c", "#ff9f3c"]),
        )
    for x, h in ((580, 110), (650, 118), (720, 106)):
        c.person(x, 700, h, "#2f6b4a", "#1d3a2c")
        c.circle(x, 700 - h * 0.93, h * 0.1, "#f4c430")
        c.line([(x + 20, 700 - h * 0.6), (x + 44, 700 - h)], "#c9a06a", 5)
    return c


def drought() -> Canvas:
    """A reservoir in April: cracked mud and a thin pool."""
    c = Canvas(233)
    c.sky("#f2a65a", "#f7cf8f", "#fbeecb")
    c.sun(880, 150, 70, "#fff8e1", "#ffe09a")
    c.hills(330, 44, "#cdb07c", "#c2a26d")
    c.hills(372, 30, "#b08d55", "#a57f4a")
    c.band(392, HEIGHT, "#d9b07a", "#c08d58", "#a06a3d")
    c.ellipse(560, 420, 330, 22, "#c79a66")
    c.ellipse(560, 418, 250, 14, "#6fa3a8")
    rows = 11
    grid = []
    for r in range(rows + 1):
        t = r / rows
        y = 440 + (HEIGHT + 40 - 440) * t**1.8
        step = 46 + 150 * t
        grid.append(
            [
                (
                    640 + (k - 15) * step + c.random.uniform(-0.24, 0.24) * step,
                    y + c.random.uniform(-0.16, 0.16) * (10 + 60 * t),
                )
                for k in range(31)
            ]
        )
    for r in range(rows):
        for k in range(30):
            a, b, d, e = grid[r][k], grid[r][k + 1], grid[r + 1][k + 1], grid[r + 1][k]
            mx, my = (a[0] + d[0]) / 2, (a[1] + d[1]) / 2
            tile = [(mx + (x - mx) * 0.93, my + (y - my) * 0.9) for x, y in (a, b, d, e)]
            c.polygon([a, b, d, e], "#6b4023")
            c.polygon(tile, mix("#d3a26b", "#a8713f", c.random.random() * 0.7 + 0.3 * r / rows))
    c.line([(210, 560), (220, 430), (205, 330)], "#5b4030", 14)
    for x, y, dx, dy in (
        (218, 440, -90, -70),
        (216, 410, 80, -90),
        (208, 350, -50, -90),
        (206, 340, 50, -80),
        (170, 400, -40, -70),
    ):
        c.line([(x, y), (x + dx * 0.6, y + dy * 0.6), (x + dx, y + dy)], "#5b4030", 6)
    c.polygon([(980, 520), (1140, 520), (1110, 552), (1010, 552)], "#7a4f30")
    c.line([(1060, 520), (1090, 440)], "#5b3a22", 5)
    c.person(760, 560, 104, "#3a6ea8")
    c.polygon([(735, 466), (760, 446), (785, 466)], "#ecd9a2")
    return c


def handset() -> Canvas:
    """The phone in the hand: public services without a journey."""
    c = Canvas(239)
    c.sky("#0f5c63", "#2b8a86", "#9ccfb0")
    c.hills(470, 60, "#2f7f74", "#226a62")
    c.hills(560, 50, "#1e5d54", "#174a45")
    c.box(480, 60, 800, 690, "#182430", 44)
    c.box(496, 84, 784, 666, "#f7f4ea", 26)
    c.box(496, 84, 784, 190, "#b8433a", 26)
    c.box(496, 150, 784, 192, "#b8433a")
    c.circle(540, 140, 22, "#f4d35e")
    c.box(576, 124, 730, 136, "#fbe9d9", 6)
    c.box(576, 146, 690, 156, "#e6a79d", 5)
    for i in range(6):
        x, y = 514 + (i % 3) * 90, 212 + (i // 3) * 96
        c.box(x, y, x + 74, y + 80, "#ffffff", 14)
        c.circle(x + 37, y + 32, 19, ["#2f9a86", "#e0a62f", "#3a6ea8", "#d9562f", "#7a3f8f", "#5b8f4a"][i])
        c.box(x + 17, y + 60, x + 57, y + 67, "#c9cfcf", 4)
    for i in range(3):
        y = 414 + i * 78
        c.box(514, y, 766, y + 66, "#ffffff", 14)
        c.box(524, y + 9, 588, y + 57, ["#7fb6cf", "#9fb95a", "#f0bf62"][i], 8)
        c.box(602, y + 14, 742, y + 24, "#4a5a66", 5)
        c.box(602, y + 36, 706, y + 44, "#b7c0c4", 4)
    for x, y, colour, mark in (
        (300, 220, "#f4d35e", "tick"),
        (1000, 200, "#ffffff", "bell"),
        (280, 480, "#ffffff", "pin"),
        (1010, 470, "#f4d35e", "page"),
    ):
        c.circle(x + 6, y + 8, 78, "#12534f")
        c.circle(x, y, 78, colour)
        if mark == "tick":
            c.line([(x - 34, y + 2), (x - 8, y + 30), (x + 38, y - 28)], "#1e5d54", 14)
        elif mark == "bell":
            c.ellipse(x, y - 8, 30, 34, "#b8433a")
            c.box(x - 38, y + 10, x + 38, y + 26, "#b8433a", 8)
            c.circle(x, y + 34, 10, "#b8433a")
        elif mark == "pin":
            c.circle(x, y - 12, 32, "#d9562f")
            c.polygon([(x - 28, y + 2), (x + 28, y + 2), (x, y + 48)], "#d9562f")
            c.circle(x, y - 12, 12, "#ffffff")
        else:
            c.box(x - 28, y - 40, x + 28, y + 40, "#1e5d54", 6)
            for k in range(4):
                c.box(x - 16, y - 24 + k * 16, x + 16, y - 18 + k * 16, "#f4d35e", 3)
    return c


SCENES = {
    "storm": storm,
    "landslide": landslide,
    "flood": flood,
    "forest-fire": forest_fire,
    "drought": drought,
    "handset": handset,
}
