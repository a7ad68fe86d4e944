package vn.binhduong.gateway.proof.sensors;

/// What is wrong with a driver of ours, see [SickDriver].
enum Sickness {
  /// Nothing.
  WELL,
  /// A poll hangs in a native read(2) of a FIFO, deaf to interrupts and to being closed.
  NATIVE_READ,
  /// A poll recurses until the stack is full.
  STACK_OVERFLOW,
  /// A poll throws a LinkageError.
  LINKAGE,
  /// A poll asks for more memory than there is.
  OUT_OF_MEMORY,
  /// Opening fails and leaves four threads behind each time.
  THREADS,
  /// Each poll keeps 4 MiB in the driver: gone when the driver is.
  HOARD,
  /// Each poll keeps 4 MiB for as long as the process lives.
  HOARD_FOR_EVER
}
