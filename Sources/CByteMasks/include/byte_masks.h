/* Where the bytes that matter stand in 64 bytes of a delimited text, one bit each.

   SSE2 on x86-64, NEON on arm64, plain C elsewhere; all give the same masks. */
#ifndef TOPLINE_BYTE_MASKS_H
#define TOPLINE_BYTE_MASKS_H

#include <stdint.h>

typedef struct {
  uint64_t quotes;
  uint64_t delimiters;
  uint64_t newlines; /* line feeds and carriage returns */
  uint64_t others;   /* bytes from 0x80, and NUL: those that need a second look */
} topline_byte_masks;

#if defined(__SSE2__)
#include <emmintrin.h>

static inline topline_byte_masks topline_masks(const uint8_t *bytes, uint8_t delimiter) {
  const __m128i quote = _mm_set1_epi8(0x22), part = _mm_set1_epi8((char)delimiter);
  const __m128i feed = _mm_set1_epi8(0x0A), back = _mm_set1_epi8(0x0D), zero = _mm_setzero_si128();
  topline_byte_masks masks = {0, 0, 0, 0};
  for (int lane = 0; lane < 4; lane++) {
    const __m128i v = _mm_loadu_si128((const __m128i *)(bytes + 16 * lane));
    const __m128i newline = _mm_or_si128(_mm_cmpeq_epi8(v, feed), _mm_cmpeq_epi8(v, back));
    const __m128i other = _mm_or_si128(v, _mm_cmpeq_epi8(v, zero));
    masks.quotes |= (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, quote)) << (16 * lane);
    masks.delimiters |= (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, part)) << (16 * lane);
    masks.newlines |= (uint64_t)(uint16_t)_mm_movemask_epi8(newline) << (16 * lane);
    masks.others |= (uint64_t)(uint16_t)_mm_movemask_epi8(other) << (16 * lane);
  }
  return masks;
}

#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>

static inline uint64_t topline_bits(uint8x16_t matches) {
  const uint8x16_t weights = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t bits = vandq_u8(matches, weights);
  return (uint64_t)vaddv_u8(vget_low_u8(bits)) | (uint64_t)vaddv_u8(vget_high_u8(bits)) << 8;
}

static inline topline_byte_masks topline_masks(const uint8_t *bytes, uint8_t delimiter) {
  topline_byte_masks masks = {0, 0, 0, 0};
  for (int lane = 0; lane < 4; lane++) {
    const uint8x16_t v = vld1q_u8(bytes + 16 * lane);
    const uint8x16_t newline = vorrq_u8(vceqq_u8(v, vdupq_n_u8(0x0A)), vceqq_u8(v, vdupq_n_u8(0x0D)));
    const uint8x16_t other = vorrq_u8(vcgeq_u8(v, vdupq_n_u8(0x80)), vceqq_u8(v, vdupq_n_u8(0)));
    masks.quotes |= topline_bits(vceqq_u8(v, vdupq_n_u8(0x22))) << (16 * lane);
    masks.delimiters |= topline_bits(vceqq_u8(v, vdupq_n_u8(delimiter))) << (16 * lane);
    masks.newlines |= topline_bits(newline) << (16 * lane);
    masks.others |= topline_bits(other) << (16 * lane);
  }
  return masks;
}

#else

static inline topline_byte_masks topline_masks(const uint8_t *bytes, uint8_t delimiter) {
  topline_byte_masks masks = {0, 0, 0, 0};
  for (int index = 0; index < 64; index++) {
    const uint8_t byte = bytes[index];
    const uint64_t bit = (uint64_t)1 << index;
    if (byte == 0x22) masks.quotes |= bit;
    if (byte == delimiter) masks.delimiters |= bit;
    if (byte == 0x0A || byte == 0x0D) masks.newlines |= bit;
    if (byte >= 0x80 || byte == 0) masks.others |= bit;
  }
  return masks;
}

#endif

/* For each bit, whether an odd number of bits is set up to it and with it. */
static inline uint64_t topline_prefix_parity(uint64_t mask) {
  mask ^= mask << 1;
  mask ^= mask << 2;
  mask ^= mask << 4;
  mask ^= mask << 8;
  mask ^= mask << 16;
  mask ^= mask << 32;
  return mask;
}

#endif
