#ifndef TOPLINE_CREADSTAT_SHIM_H
#define TOPLINE_CREADSTAT_SHIM_H
#include <readstat.h>
#endif
