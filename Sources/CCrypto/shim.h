#ifndef TOPLINE_CCRYPTO_SHIM_H
#define TOPLINE_CCRYPTO_SHIM_H
#include <openssl/evp.h>
#endif
