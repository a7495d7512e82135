#ifndef TOPLINE_CLIBXML2_SHIM_H
#define TOPLINE_CLIBXML2_SHIM_H
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#endif
