"""The parts of a Word file that are the same in each: what it consists of, and how its paragraphs look."""

from __future__ import annotations

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_TYPE}.wordprocessingml"

FIXED = {
    "[Content_Types].xml": f"""{_XML}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>\
<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>\
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
<Override PartName="/docProps/custom.xml" ContentType="{_TYPE}.custom-properties+xml"/></Types>""",
    "_rels/.rels": f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>\
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>\
<Relationship Id="rId3" Type="{_OFFICE}/custom-properties" Target="docProps/custom.xml"/></Relationships>""",
    "word/_rels/document.xml.rels": f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>\
<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/></Relationships>""",
    "word/settings.xml": f"""{_XML}<w:settings xmlns:w="{_W}"><w:defaultTabStop w:val="709"/>\
<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>\
</w:compat></w:settings>""",
}

# grey 595959 on white has a contrast of 7:1, and black on FFF2CC of 18.8:1 (WCAG asks for 4.5:1)
STYLES = f"""{_XML}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>\
<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="24"/><w:szCs w:val="24"/>\
<w:lang w:val="{{language}}" w:eastAsia="{{language}}" w:bidi="{{language}}"/></w:rPr></w:rPrDefault>\
<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="300" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>\
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">\
<w:name w:val="Default Paragraph Font"/></w:style>\
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>\
<w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:outlineLvl w:val="0"/></w:pPr>\
<w:rPr><w:b/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>\
<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:basedOn w:val="Normal"/>\
<w:next w:val="Normal"/><w:qFormat/><w:rPr><w:color w:val="595959"/></w:rPr></w:style>\
<w:style w:type="paragraph" w:customStyle="1" w:styleId="MediakitNote"><w:name w:val="Mediakit Note"/>\
<w:basedOn w:val="Normal"/><w:next w:val="MediakitTurn"/><w:qFormat/><w:pPr><w:spacing w:after="320"/></w:pPr>\
<w:rPr><w:i/></w:rPr></w:style>\
<w:style w:type="paragraph" w:customStyle="1" w:styleId="MediakitTurn"><w:name w:val="Mediakit Turn"/>\
<w:basedOn w:val="Normal"/><w:qFormat/></w:style>\
<w:style w:type="character" w:customStyle="1" w:styleId="MediakitLead"><w:name w:val="Mediakit Lead"/>\
<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr><w:color w:val="595959"/><w:sz w:val="20"/>\
<w:szCs w:val="20"/></w:rPr></w:style>\
<w:style w:type="character" w:customStyle="1" w:styleId="MediakitDoubtful"><w:name w:val="Mediakit Doubtful"/>\
<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr>\
<w:shd w:val="clear" w:color="auto" w:fill="FFF2CC"/></w:rPr></w:style></w:styles>"""
