#ifndef TOPLINE_CLIBXML2_SHIM_H
#define TOPLINE_CLIBXML2_SHIM_H
// Debian's libxml2 shows ICU in its headers, and Foundation brings another ICU: a module may see only one of them.
// Nothing here uses the fields that go with it.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#endif
