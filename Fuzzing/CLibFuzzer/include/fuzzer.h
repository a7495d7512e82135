#ifndef TOPLINE_FUZZER_H
#define TOPLINE_FUZZER_H
#include <stddef.h>
#include <stdint.h>

/// The entry of libFuzzer, which comes with the compiler: runs a function on ever new inputs.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*run)(const uint8_t *data, size_t size));

#endif
