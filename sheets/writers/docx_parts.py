"""What of a Word file is not its text: styles, pages, headers, fields, properties."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml

from ..edition import DRAFT_WORD
from ..own import CONTENT
from ..typed import plain

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)
FANG, SONG, HEI = "仿宋_GB2312", "方正小标宋简体", "黑体"
# Where the first is missing, Word takes the other.
OTHER_NAMES = {FANG: "仿宋", SONG: "宋体"}
# The lowest paragraph that there is, with no rule of its own.
SEAM = '<w:p><w:pPr><w:pStyle w:val="Seam"/></w:pPr></w:p>'


def run(text: str) -> str:
    """Text in the font of its paragraph; what XML cannot hold is dropped."""
    if not text:
        return ""
    safe = escape(plain(text), quote=False)
    return f'<w:r><w:t xml:space="preserve">{safe}</w:t></w:r>'


def paragraph(style: str, content: str = "") -> str:
    """``content``: runs."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def field(instruction: str, shown: str = "") -> str:
    """A field that Word fills in; ``shown`` until it has done so."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def contents_field(lines: Sequence[tuple[int, str]]) -> str:
    """``lines``: level and content of each entry. Word builds it anew from the
    headings of the first two levels; "dirty" asks it to, when it opens the file."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    paragraphs = []
    for place, (level, content) in enumerate(lines):
        start = begin if place == 0 else ""
        style = f'<w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>'
        paragraphs.append(f"<w:p>{style}{start}{content}</w:p>")
    end = '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    return "".join(paragraphs) + end


# --- Pages --------------------------------------------------------------------

MILLIMETRE = 1440 / 25.4
# GB/T 9704-2012, 5.2: 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm.
TEXT_MARGINS = (37, 26, 35, 28)
MARGINS = {  # top, right, bottom, left
    "cover": TEXT_MARGINS,
    "contents": TEXT_MARGINS,
    "text": TEXT_MARGINS,
    "table": (18, 17, 16, 17),
    "wide": (16, 15, 15, 15),
}


@dataclass(frozen=True)
class Page:
    """What pages of a section look like."""

    kind: str
    is_draft: bool = False

    @property
    def is_numbered(self) -> bool:
        return self.kind not in ("cover", "contents")


def section(word: Any, page: Page, *, restart: bool) -> str:
    """The ``w:sectPr`` of a section; makes the header and the footer it refers to."""
    wide = page.kind == "wide"
    width, height = (297, 210) if wide else (210, 297)
    top, right, bottom, left = MARGINS[page.kind]
    turned = ' w:orient="landscape"' if wide else ""
    start = ' w:start="1"' if restart else ""
    header = _part(word, "header", _watermark() if page.is_draft else "<w:p/>")
    footer = _part(word, "footer", _page_number() if page.is_numbered else "<w:p/>")
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{header}"/>'
        f'<w:footerReference w:type="default" r:id="{footer}"/>'
        '<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{_twips(width)}" w:h="{_twips(height)}"{turned}/>'
        f'<w:pgMar w:top="{_twips(top)}" w:right="{_twips(right)}"'
        f' w:bottom="{_twips(bottom)}" w:left="{_twips(left)}"'
        f' w:header="{_twips(8)}" w:footer="{_twips(8)}" w:gutter="0"/>'
        f"<w:pgNumType{start}/></w:sectPr>"
    )


def _twips(millimetres: float) -> int:
    return round(millimetres * MILLIMETRE)


def _part(word: Any, kind: str, content: str) -> str:
    """A header or footer with this content; the same one for the same content."""
    known = word.__dict__.setdefault("known_parts", {})
    if (kind, content) not in known:
        package = word.part
        made, reference = (
            package.add_header_part() if kind == "header" else package.add_footer_part()
        )
        tag = "hdr" if kind == "header" else "ftr"
        made._element = parse_xml(f"<w:{tag} {NAMESPACES}>{content}</w:{tag}>")
        known[kind, content] = reference
    return str(known[kind, content])


def _page_number() -> str:
    return paragraph("PageNumber1", field("PAGE", "1"))


def _watermark() -> str:
    """As Word's own dialogue for watermarks makes it, and the word beside it for
    programs that draw none."""
    style = (
        "position:absolute;margin-left:0;margin-top:0;width:340pt;height:170pt;"
        "rotation:315;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        "mso-position-vertical-relative:margin"
    )
    shape = (
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136"'
        ' adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>'
        '<v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>'
        '<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
        '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t"'
        ' o:connecttype="custom"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject1" type="#_x0000_t136" style="{style}"'
        ' fillcolor="#d9d9d9" stroked="f">'
        f'<v:textpath style="font-family:&quot;{HEI}&quot;;font-size:1pt"'
        f' string="{DRAFT_WORD}"/></v:shape>'
    )
    return (
        '<w:p><w:pPr><w:pStyle w:val="Draft"/></w:pPr>'
        f"<w:r><w:pict>{shape}</w:pict></w:r>{run(DRAFT_WORD)}</w:p>"
    )


# --- Styles -------------------------------------------------------------------

CENTRE, RIGHT = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'
WITH_NEXT = "<w:keepNext/>"


def _space(before: int = 0, after: int = 0, line: int | None = None) -> str:
    """Points above and below, and from line to line; else as the font is high."""
    exact = ' w:line="240" w:lineRule="auto"'
    if line is not None:
        exact = f' w:line="{20 * line}" w:lineRule="exact"'
    return f'<w:spacing w:before="{20 * before}" w:after="{20 * after}"{exact}/>'


# 28 points from line to line, two characters in.
BODY = _space(line=28) + '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
TITLE = WITH_NEXT + _space(6, 12) + CENTRE
TIGHT = _space(1, 1)
DOTS = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8845"/></w:tabs>'
IN = '<w:ind w:left="420"/>'


@dataclass(frozen=True)
class Style:
    """A style of paragraphs: its id and its name, how it stands, its font and size in
    points, and its level among the headings."""

    key: str
    name: str
    stands: str
    font: str
    size: float
    level: int | None = None


STYLES = (
    Style("Heading1", "heading 1", TITLE, SONG, 22, 0),
    Style("Heading2", "heading 2", WITH_NEXT + BODY, HEI, 16, 1),
    Style("Heading3", "heading 3", WITH_NEXT + BODY, "楷体", 16, 2),
    Style("BodyText", "Body Text", BODY, FANG, 16),
    Style("TableTitle", "表格标题", WITH_NEXT + _space(0, 4) + CENTRE, SONG, 18, 1),
    Style("Note", "金额单位", WITH_NEXT + TIGHT + RIGHT, FANG, 10.5),
    Style("Stamp", "版次", TIGHT + RIGHT, FANG, 8),
    Style("Draft", "草稿", RIGHT, HEI, 14),
    Style("PageNumber1", "页码", CENTRE, "宋体", 14),
    Style("SheetLabel", "表格栏目", TIGHT + CENTRE, HEI, 10.5),
    Style("SheetText", CONTENT, TIGHT, FANG, 10.5),
    Style("SheetCentre", f"{CONTENT}（居中）", TIGHT + CENTRE, FANG, 10.5),
    Style("SheetAmount", f"{CONTENT}（金额）", TIGHT + RIGHT, FANG, 10.5),
    Style("CoverOffice", "封面单位", _space(120, 30) + CENTRE, SONG, 26),
    Style("CoverTitle", "封面标题", CENTRE, SONG, 32),
    Style("CoverDay", "封面日期", _space(280) + CENTRE, FANG, 16),
    Style("ContentsTitle", "目录标题", TITLE, SONG, 22),
    Style("TOC1", "toc 1", DOTS + _space(line=28), HEI, 14),
    Style("TOC2", "toc 2", DOTS + _space(line=25) + IN, FANG, 14),
    Style("Seam", "接缝", WITH_NEXT + _space(line=1), FANG, 1),
)


def _style(style: Style) -> str:
    level = "" if style.level is None else f'<w:outlineLvl w:val="{style.level}"/>'
    size = round(2 * style.size)
    return (
        f'<w:style {NAMESPACES} w:type="paragraph" w:styleId="{style.key}">'
        f'<w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{style.stands}{level}</w:pPr><w:rPr>{_fonts(style.font)}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _fonts(font: str) -> str:
    uses = ("ascii", "hAnsi", "eastAsia", "cs")
    names = "".join(f' w:{use}="{font}"' for use in uses)
    return f'<w:rFonts{names} w:hint="eastAsia"/>'


def prepare(word: Any) -> None:
    """Our styles in place of those of the empty document, and the names of fonts."""
    styles = word.styles.element
    for style in list(styles):
        key = style.get(f"{{{W}}}styleId", "")
        if key and key not in ("Normal", "TableNormal"):
            styles.remove(style)
    normal = next(s for s in styles if s.get(f"{{{W}}}styleId") == "Normal")
    for old in normal.findall(f"{{{W}}}rPr"):
        normal.remove(old)
    normal.append(
        parse_xml(
            f'<w:rPr {NAMESPACES}>{_fonts(FANG)}<w:sz w:val="21"/>'
            '<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr>'
        )
    )
    for item in STYLES:
        styles.append(parse_xml(_style(item)))
    _name_fonts(word)
    body = word.element.body
    for element in list(body)[:-1]:
        body.remove(element)


def _name_fonts(word: Any) -> None:
    """Says in the table of fonts by which other name each is known."""
    part = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = parse_xml(part.blob)
    for font, other in OTHER_NAMES.items():
        table.append(
            parse_xml(
                f'<w:font {NAMESPACES} w:name="{font}"><w:altName w:val="{other}"/>'
                '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
            )
        )
    part._blob = serialize_part_xml(table)


def name(word: Any, title: str, office: str, keywords: Iterable[str]) -> None:
    """What the file says of itself."""
    facts = word.core_properties
    facts.title, facts.author = plain(title)[:255], plain(office)[:255]
    facts.last_modified_by = ""
    facts.keywords, facts.language = "，".join(keywords), "zh-CN"
    facts.comments = ""
