/* A wall clock of its own for one process: loaded before libc, it answers for CLOCK_REALTIME, for the
 * synchronisation state of the kernel's clock and for the boot id, as a control file says. Everything
 * in the process sees it: the JVM, TLS, SQLite, logs. The monotonic clock goes on as it is.
 *
 *   CLOCK_CONTROL   the control file (see struct below), changed while the process runs
 *   CLOCK_SHIFT     nanoseconds this process's monotonic clock is ahead of the writer's (time namespace)
 *   CLOCK_BOOT_ID   file read in place of /proc/sys/kernel/random/boot_id
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

struct control {
  _Atomic uint64_t version;    /* odd while it is written */
  _Atomic int64_t monotonic;   /* of the writer, nanoseconds: from here on */
  _Atomic int64_t wall;        /* wall time at that instant, nanoseconds since 1970 */
  _Atomic int64_t rate;        /* parts per billion the wall clock is faster than the monotonic one */
  _Atomic int64_t synced;      /* 1 when the kernel calls its clock synchronised */
};

static struct control *control;
static int64_t shift;
static const char *boot_id;
static int (*real_gettime)(clockid_t, struct timespec *);
static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static void *(*real_dlsym)(void *, const char *);

static void *real(const char *name) {
  if (!real_dlsym) {
    real_dlsym = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
    if (!real_dlsym) real_dlsym = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.17");
    if (!real_dlsym) real_dlsym = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.2.5");
    if (!real_dlsym) abort();
  }
  return real_dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void begin(void) {
  real_gettime = real("clock_gettime");
  real_open = real("open64");
  real_openat = real("openat64");
  boot_id = getenv("CLOCK_BOOT_ID");
  const char *ahead = getenv("CLOCK_SHIFT");
  shift = ahead ? strtoll(ahead, NULL, 10) : 0;
  const char *file = getenv("CLOCK_CONTROL");
  int fd = file ? real_open(file, O_RDONLY | O_CLOEXEC) : -1;
  void *at = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof(struct control), PROT_READ, MAP_SHARED, fd, 0);
  if (at == MAP_FAILED) {
    fprintf(stderr, "clock: cannot map the control file %s: %s\n", file ? file : "(none)", strerror(errno));
    _exit(127);
  }
  close(fd);
  control = at;
}

static void wall(struct timespec *t) {
  struct timespec now;
  real_gettime(CLOCK_MONOTONIC, &now);
  int64_t monotonic = now.tv_sec * 1000000000LL + now.tv_nsec - shift;
  int64_t from, base, rate;
  uint64_t version;
  do {
    while ((version = atomic_load(&control->version)) & 1) {}
    from = atomic_load(&control->monotonic);
    base = atomic_load(&control->wall);
    rate = atomic_load(&control->rate);
  } while (atomic_load(&control->version) != version);
  int64_t passed = monotonic - from;
  int64_t nanos = base + passed + (int64_t)((__int128)passed * rate / 1000000000LL);
  t->tv_sec = nanos / 1000000000LL;
  t->tv_nsec = nanos % 1000000000LL;
}

int clock_gettime(clockid_t clock, struct timespec *t) {
  if (control && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    wall(t);
    return 0;
  }
  if (!real_gettime) real_gettime = real("clock_gettime");
  return real_gettime(clock, t);
}

int gettimeofday(struct timeval *restrict tv, void *restrict zone) {
  (void)zone;
  struct timespec t;
  int failed = clock_gettime(CLOCK_REALTIME, &t);
  tv->tv_sec = t.tv_sec;
  tv->tv_usec = t.tv_nsec / 1000;
  return failed;
}

time_t time(time_t *into) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  if (into) *into = t.tv_sec;
  return t.tv_sec;
}

int adjtimex(struct timex *tx) {
  if (tx->modes) {
    errno = EPERM; /* nobody here sets a clock */
    return -1;
  }
  int synced = control && atomic_load(&control->synced);
  memset(tx, 0, sizeof *tx);
  tx->status = synced ? STA_PLL : STA_UNSYNC;
  tx->maxerror = synced ? 20000 : 16000000;
  return synced ? TIME_OK : TIME_ERROR;
}

/* The JDK looks adjtimex up in libc itself, past everything that was loaded before it. */
void *dlsym(void *handle, const char *name) {
  if (!real_dlsym) real("dlsym");
  return strcmp(name, "adjtimex") == 0 ? (void *)adjtimex : real_dlsym(handle, name);
}

static const char *redirected(const char *path) {
  return boot_id && strcmp(path, "/proc/sys/kernel/random/boot_id") == 0 ? boot_id : path;
}

#define MODE(flags)                     \
  mode_t mode = 0;                      \
  if ((flags) & (O_CREAT | O_TMPFILE)) {\
    va_list rest;                       \
    va_start(rest, flags);              \
    mode = va_arg(rest, mode_t);        \
    va_end(rest);                       \
  }

int open(const char *path, int flags, ...) {
  MODE(flags)
  if (!real_open) real_open = real("open64");
  return real_open(redirected(path), flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE(flags)
  if (!real_open) real_open = real("open64");
  return real_open(redirected(path), flags | O_LARGEFILE, mode);
}

int openat(int at, const char *path, int flags, ...) {
  MODE(flags)
  if (!real_openat) real_openat = real("openat64");
  return real_openat(at, redirected(path), flags, mode);
}

int openat64(int at, const char *path, int flags, ...) {
  MODE(flags)
  if (!real_openat) real_openat = real("openat64");
  return real_openat(at, redirected(path), flags | O_LARGEFILE, mode);
}
