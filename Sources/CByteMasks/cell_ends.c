#include "cell_ends.h"

#include "byte_masks.h"

typedef struct {
  uint64_t quotes;
  uint64_t delimiters;
  uint64_t feeds;
  uint64_t returns;
  uint64_t others;
} topline_ends_masks;

#define TOPLINE_COUNT(mask) ((size_t)__builtin_popcountll(mask))
/* The place of the lowest bit; any place where there is none. */
#define TOPLINE_FIRST(mask) ((unsigned)__builtin_ctzll((mask) | (uint64_t)1 << 63))

/* For every processor. */

static inline topline_ends_masks topline_ends_masks_portable(const uint8_t *bytes, uint8_t delimiter) {
  const topline_byte_masks masks = topline_masks(bytes, delimiter);
  topline_ends_masks result = {masks.quotes, masks.delimiters, masks.newlines, 0, masks.others};
  /* Carriage returns are seldom met: which newlines they are is looked up. */
  for (uint64_t rest = masks.newlines; rest != 0; rest &= rest - 1) {
    if (bytes[__builtin_ctzll(rest)] == 0x0D) result.returns |= rest & (~rest + 1);
  }
  result.feeds ^= result.returns;
  return result;
}

static inline void topline_write_portable(uint32_t *target, uint32_t block, uint64_t mask, size_t count) {
  /* Eight at a time whether or not there are as many: a wrong guess costs more than a write. */
  for (size_t written = 0; written < count; written += 8) {
    for (size_t index = written; index < written + 8; index++) {
      target[index] = block + TOPLINE_FIRST(mask);
      mask &= mask - 1;
    }
  }
}

#define TOPLINE_LOOP topline_cell_ends_portable
#define TOPLINE_TARGET
#define TOPLINE_MASKS topline_ends_masks_portable
#define TOPLINE_PARITY topline_prefix_parity
#define TOPLINE_WRITE topline_write_portable
#include "cell_ends_loop.h"

#if defined(__x86_64__)
#include <immintrin.h>

/* For processors with AVX2 (2013 and later). */

#define TOPLINE_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,pclmul")))

TOPLINE_AVX2 static inline topline_ends_masks topline_ends_masks_avx2(const uint8_t *bytes, uint8_t delimiter) {
  const __m256i quote = _mm256_set1_epi8(0x22), part = _mm256_set1_epi8((char)delimiter);
  const __m256i feed = _mm256_set1_epi8(0x0A), back = _mm256_set1_epi8(0x0D), zero = _mm256_setzero_si256();
  topline_ends_masks masks = {0, 0, 0, 0, 0};
  for (int lane = 0; lane < 2; lane++) {
    const __m256i v = _mm256_loadu_si256((const __m256i *)(bytes + 32 * lane));
    const __m256i other = _mm256_or_si256(v, _mm256_cmpeq_epi8(v, zero));
    masks.quotes |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, quote)) << (32 * lane);
    masks.delimiters |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, part)) << (32 * lane);
    masks.feeds |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, feed)) << (32 * lane);
    masks.returns |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, back)) << (32 * lane);
    masks.others |= (uint64_t)(uint32_t)_mm256_movemask_epi8(other) << (32 * lane);
  }
  return masks;
}

TOPLINE_AVX2 static inline uint64_t topline_parity_avx2(uint64_t mask) {
  const __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)mask), _mm_set1_epi8(-1), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

TOPLINE_AVX2 static inline void topline_write_avx2(uint32_t *target, uint32_t block, uint64_t mask, size_t count) {
  size_t written = 0;
  do {
    for (size_t index = written; index < written + 16; index++) {
      target[index] = block + (uint32_t)_tzcnt_u64(mask);
      mask = _blsr_u64(mask);
    }
    written += 16;
  } while (written < count);
}

#define TOPLINE_LOOP topline_cell_ends_avx2
#define TOPLINE_TARGET TOPLINE_AVX2
#define TOPLINE_MASKS topline_ends_masks_avx2
#define TOPLINE_PARITY topline_parity_avx2
#define TOPLINE_WRITE topline_write_avx2
#include "cell_ends_loop.h"

/* For processors with AVX-512 and VBMI2 (Ice Lake, Zen 4 and later). */

#define TOPLINE_AVX512 \
  __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,pclmul,avx512f,avx512bw,avx512vbmi,avx512vbmi2")))

TOPLINE_AVX512 static inline topline_ends_masks topline_ends_masks_avx512(const uint8_t *bytes, uint8_t delimiter) {
  const __m512i v = _mm512_loadu_si512(bytes);
  topline_ends_masks masks;
  masks.quotes = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(0x22));
  masks.delimiters = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)delimiter));
  masks.feeds = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(0x0A));
  masks.returns = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(0x0D));
  masks.others = _mm512_movepi8_mask(v) | _mm512_testn_epi8_mask(v, v);
  return masks;
}

TOPLINE_AVX512 static inline void topline_write_avx512(uint32_t *target, uint32_t block, uint64_t mask, size_t count) {
  static const uint8_t places[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                     16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                     32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                     48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  const __m512i base = _mm512_set1_epi32((int)block);
  const __m512i packed = _mm512_maskz_compress_epi8(mask, _mm512_loadu_si512(places));
  const __m128i part0 = _mm512_castsi512_si128(packed), part1 = _mm512_extracti32x4_epi32(packed, 1);
  _mm512_storeu_si512(target, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(part0)));
  _mm512_storeu_si512(target + 16, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(part1)));
  if (__builtin_expect(count > 32, 0)) {
    const __m128i part2 = _mm512_extracti32x4_epi32(packed, 2), part3 = _mm512_extracti32x4_epi32(packed, 3);
    _mm512_storeu_si512(target + 32, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(part2)));
    _mm512_storeu_si512(target + 48, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(part3)));
  }
}

#define TOPLINE_LOOP topline_cell_ends_avx512
#define TOPLINE_TARGET TOPLINE_AVX512
#define TOPLINE_MASKS topline_ends_masks_avx512
#define TOPLINE_PARITY topline_parity_avx2
#define TOPLINE_WRITE topline_write_avx512
#include "cell_ends_loop.h"

topline_processor topline_fastest(void) {
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                    __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
  if (!avx2) return topline_portable;
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                 __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2")
             ? topline_avx512
             : topline_avx2;
}

topline_ends_outcome topline_find_cell_ends(topline_cell_ends *cells, topline_processor way) {
  switch (way) {
    case topline_avx512: return topline_cell_ends_avx512(cells);
    case topline_avx2: return topline_cell_ends_avx2(cells);
    default: return topline_cell_ends_portable(cells);
  }
}

#else

topline_processor topline_fastest(void) { return topline_portable; }

topline_ends_outcome topline_find_cell_ends(topline_cell_ends *cells, topline_processor way) {
  (void)way;
  return topline_cell_ends_portable(cells);
}

#endif

bool topline_quotes_are_odd(const uint8_t *bytes, size_t count) {
  /* In lanes of their own, which compilers make vectors of. */
  uint8_t lanes[64] = {0};
  size_t index = 0;
  for (; index + 64 <= count; index += 64) {
    for (size_t lane = 0; lane < 64; lane++) lanes[lane] ^= bytes[index + lane] == 0x22;
  }
  for (; index < count; index++) lanes[0] ^= bytes[index] == 0x22;
  uint8_t odd = 0;
  for (size_t lane = 0; lane < 64; lane++) odd ^= lanes[lane];
  return odd != 0;
}
