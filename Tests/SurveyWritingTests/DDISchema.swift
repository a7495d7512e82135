/// The order, attributes and lists of values of those elements of DDI Codebook 2.5 that the writer uses.
///
/// Written by hand after the standard's own schema (codebook.xsd, 2012-01-17), which is too large to keep here. Elements
/// that the writer leaves out stand in their places where they tell the order.
enum DDISchema {
  static let text = """
    <?xml version="1.0" encoding="UTF-8"?>
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="ddi:codebook:2_5" targetNamespace="ddi:codebook:2_5"
      elementFormDefault="qualified">
    <xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>
    <xs:attributeGroup name="GLOBALS">
      <xs:attribute name="ID" type="xs:ID"/><xs:attribute ref="xml:lang"/>
    </xs:attributeGroup>
    <xs:complexType name="text"><xs:simpleContent><xs:extension base="xs:string">
      <xs:attributeGroup ref="GLOBALS"/></xs:extension></xs:simpleContent></xs:complexType>
    <xs:element name="codeBook"><xs:complexType><xs:sequence>
      <xs:element ref="docDscr" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element ref="stdyDscr" maxOccurs="unbounded"/>
      <xs:element ref="fileDscr" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element ref="dataDscr" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence><xs:attributeGroup ref="GLOBALS"/><xs:attribute name="version" fixed="2.5"/>
    </xs:complexType></xs:element>
    <xs:element name="docDscr"><xs:complexType><xs:sequence>
      <xs:element ref="citation" minOccurs="0"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="stdyDscr"><xs:complexType><xs:sequence>
      <xs:element ref="citation" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="citation"><xs:complexType><xs:sequence>
      <xs:element name="titlStmt"><xs:complexType><xs:sequence><xs:element name="titl" type="text"/></xs:sequence>
      </xs:complexType></xs:element>
      <xs:element name="prodStmt" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="software" type="text"/>
      </xs:sequence></xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
    <xs:element name="fileDscr"><xs:complexType><xs:sequence><xs:element name="fileTxt"><xs:complexType><xs:sequence>
      <xs:element name="fileName" type="text" minOccurs="0"/>
      <xs:element name="dimensns" minOccurs="0"><xs:complexType><xs:sequence>
        <xs:element name="caseQnty" type="text"/><xs:element name="varQnty" type="text"/></xs:sequence>
      </xs:complexType></xs:element>
      <xs:element name="fileType" minOccurs="0"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
        <xs:attribute name="charset" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element></xs:sequence><xs:attributeGroup ref="GLOBALS"/></xs:complexType>
    </xs:element>
    <xs:element name="dataDscr"><xs:complexType><xs:sequence>
      <xs:element ref="varGrp" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element ref="var" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="labl" type="text"/>
    <xs:element name="notes"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
      <xs:attribute name="type" type="xs:string"/><xs:attribute name="subject" type="xs:string"/></xs:extension>
      </xs:simpleContent></xs:complexType></xs:element>
    <xs:element name="varGrp"><xs:complexType><xs:sequence>
      <xs:element ref="labl" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element ref="notes" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
      <xs:attributeGroup ref="GLOBALS"/><xs:attribute name="name" type="xs:string"/>
      <xs:attribute name="var" type="xs:IDREFS"/>
      <xs:attribute name="type"><xs:simpleType><xs:restriction base="xs:NMTOKEN">
        <xs:enumeration value="multipleResp"/><xs:enumeration value="grid"/></xs:restriction></xs:simpleType>
      </xs:attribute></xs:complexType></xs:element>
    <xs:complexType name="statistic"><xs:simpleContent><xs:extension base="xs:string">
      <xs:attribute name="wgtd"><xs:simpleType>
        <xs:restriction base="xs:NMTOKEN"><xs:enumeration value="wgtd"/></xs:restriction></xs:simpleType></xs:attribute>
      <xs:attribute name="type"><xs:simpleType><xs:restriction base="xs:NMTOKEN">
        <xs:enumeration value="mean"/><xs:enumeration value="medn"/><xs:enumeration value="mode"/>
        <xs:enumeration value="vald"/><xs:enumeration value="invd"/><xs:enumeration value="min"/>
        <xs:enumeration value="max"/><xs:enumeration value="stdev"/><xs:enumeration value="freq"/>
      </xs:restriction></xs:simpleType></xs:attribute></xs:extension></xs:simpleContent></xs:complexType>
    <xs:element name="var"><xs:complexType><xs:sequence>
      <xs:element ref="labl" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element name="qstn" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
        <xs:element name="qstnLit" type="text"/></xs:sequence></xs:complexType></xs:element>
      <xs:element name="invalrng" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
        <xs:element name="item" maxOccurs="unbounded"><xs:complexType>
          <xs:attribute name="VALUE" type="xs:string"/></xs:complexType></xs:element>
        <xs:element ref="notes" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
      <xs:element name="sumStat" type="statistic" minOccurs="0" maxOccurs="unbounded"/>
      <xs:element name="catgry" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
        <xs:element name="catValu" type="text" minOccurs="0"/>
        <xs:element ref="labl" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element name="catStat" type="statistic" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
        <xs:attribute name="missing"><xs:simpleType><xs:restriction base="xs:NMTOKEN">
          <xs:enumeration value="Y"/><xs:enumeration value="N"/></xs:restriction></xs:simpleType></xs:attribute>
        <xs:attribute name="missType" type="xs:string"/></xs:complexType></xs:element>
      <xs:element name="varFormat" minOccurs="0"><xs:complexType>
        <xs:attribute name="type"><xs:simpleType><xs:restriction base="xs:NMTOKEN">
          <xs:enumeration value="character"/><xs:enumeration value="numeric"/></xs:restriction></xs:simpleType>
        </xs:attribute><xs:attribute name="schema"><xs:simpleType>
          <xs:restriction base="xs:NMTOKEN"><xs:enumeration value="ISO"/></xs:restriction></xs:simpleType></xs:attribute>
        <xs:attribute name="category"><xs:simpleType><xs:restriction base="xs:NMTOKEN">
          <xs:enumeration value="date"/></xs:restriction></xs:simpleType></xs:attribute>
      </xs:complexType></xs:element>
      <xs:element ref="notes" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
      <xs:attributeGroup ref="GLOBALS"/>
      <xs:attribute name="name" type="xs:string" use="required"/>
      <xs:attribute name="wgt"><xs:simpleType><xs:restriction base="xs:NMTOKEN">
        <xs:enumeration value="wgt"/><xs:enumeration value="not-wgt"/></xs:restriction></xs:simpleType></xs:attribute>
      <xs:attribute name="wgt-var" type="xs:IDREFS"/><xs:attribute name="files" type="xs:IDREFS"/>
      <xs:attribute name="intrvl"><xs:simpleType><xs:restriction base="xs:NMTOKEN">
        <xs:enumeration value="contin"/><xs:enumeration value="discrete"/></xs:restriction></xs:simpleType>
      </xs:attribute>
      <xs:attribute name="nature"><xs:simpleType><xs:restriction base="xs:NMTOKEN">
        <xs:enumeration value="nominal"/><xs:enumeration value="ordinal"/><xs:enumeration value="interval"/>
      </xs:restriction></xs:simpleType></xs:attribute>
      <xs:attribute name="representationType"><xs:simpleType><xs:restriction base="xs:NMTOKEN">
        <xs:enumeration value="text"/><xs:enumeration value="numeric"/><xs:enumeration value="code"/>
        <xs:enumeration value="datetime"/></xs:restriction></xs:simpleType></xs:attribute>
    </xs:complexType></xs:element>
    </xs:schema>
    """

  static let xmlNamespace = """
    <?xml version="1.0"?>
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
    <xs:attribute name="lang" type="xs:language"/>
    </xs:schema>
    """
}
