#ifndef TOPLINE_CZLIB_SHIM_H
#define TOPLINE_CZLIB_SHIM_H
#include <zlib.h>
#endif
