package vn.binhduong.gateway.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/// Makes epochs: UUID version 7 (RFC 9562 §5.7), 48 bits of milliseconds since 1970 and 74 random
/// bits, so that two stores differ even where the clock is wrong.
final class Epochs {
  private Epochs() {}

  static UUID create(Instant now) {
    SecureRandom random = new SecureRandom();
    long most = (now.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
    long least = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }
}
