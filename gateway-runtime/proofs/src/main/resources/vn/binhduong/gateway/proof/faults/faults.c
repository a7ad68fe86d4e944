/*
 * A layer between a process and its files below one directory, for Linux with glibc, loaded with
 * LD_PRELOAD. It counts every call that changes something there, can make some of them fail, and
 * can write down all of them, in one order, so that it can be reckoned afterwards what a power cut
 * would have left. FaultLayer.java compiles it and speaks to it; Journal.java reads what it wrote.
 *
 *   FAULTS_DIRECTORY  absolute path; only what lies below it is looked at
 *   FAULTS_CONTROL    file of 4096 bytes, mapped: orders and counts, see the slots below
 *   FAULTS_JOURNAL    file outside the directory that takes the journal; absent: no journal
 *   FAULTS_BOOT_ID    file that is read instead of the kernel's boot id; absent: the kernel's
 *
 * Without FAULTS_DIRECTORY it does nothing. What changes a mapped file (SQLite's -shm) is not seen.
 *
 * Journal, numbers in the byte order of the machine: u32 bytes that follow, u8 kind, u8[3] zero,
 * u64 monotonic nanoseconds, u64 inode, u64 offset or size, u32 length of name, u32 length of
 * second name, then the names (relative to the directory) and the payload. A call is written down
 * after it succeeded and before it returns, and no other call comes in between, except that a sync
 * is two entries: its begin, and its end after it succeeded.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { WRITE, SYNC, CREATE, TRUNCATE, RENAME, UNLINK, MKDIR, KINDS };

/* Slots of 8 bytes in the control file. */
enum {
  SLOT_MAGIC, SLOT_MASK, SLOT_AFTER, SLOT_CALLS, SLOT_ERRNO, SLOT_SHORT, SLOT_UNTIL, SLOT_MATCHED,
  SLOT_STRUCK, SLOT_BYTES, SLOT_STRUCK_AT, SLOT_SEEN = 16, SLOT_NAME = 24
};
#define CONTROL_BYTES 4096
#define KILL (-1) /* in place of an error: the process dies before the call */
#define CONTROL_MAGIC 0x31544c5541464447LL
#define NAME_BYTES 64

/* Kinds of journal entries. */
enum {
  J_CREATE = 1, J_WRITE, J_TRUNCATE, J_SYNC_BEGIN, J_SYNC_END, J_RENAME, J_UNLINK, J_MKDIR, J_RMDIR,
  J_LINK, J_OPEN
};

struct entry {
  uint32_t bytes;
  uint8_t kind, zero[3];
  uint64_t nanos, inode, offset;
  uint32_t name, second;
} __attribute__((packed));

#define FDS 65536

static char directory[PATH_MAX];
static size_t directory_length;
static _Atomic int64_t *control;
static int journal = -1;
static const char *boot_id;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static char *names[FDS]; /* of the open files below the directory, relative; leaked, few */

#define REAL(result, name, ...) \
  static result (*real_##name)(__VA_ARGS__); \
  if (!real_##name) real_##name = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static uint64_t nanos(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

__attribute__((constructor)) static void start(void) {
  const char *dir = getenv("FAULTS_DIRECTORY");
  const char *ctl = getenv("FAULTS_CONTROL");
  const char *jnl = getenv("FAULTS_JOURNAL");
  if (!dir || dir[0] != '/' || strlen(dir) >= sizeof directory - 1 || !ctl) return;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, ctl, O_RDWR | O_CLOEXEC, 0);
  if (fd < 0) {
    dprintf(2, "faults: cannot open %s: %s\n", ctl, strerror(errno));
    _exit(127);
  }
  void *map = mmap(NULL, CONTROL_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  syscall(SYS_close, fd);
  if (map == MAP_FAILED || *(int64_t *)map != CONTROL_MAGIC) {
    dprintf(2, "faults: %s is no control file\n", ctl);
    _exit(127);
  }
  if (jnl) {
    journal = (int)syscall(SYS_openat, AT_FDCWD, jnl, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (journal < 0) {
      dprintf(2, "faults: cannot open %s: %s\n", jnl, strerror(errno));
      _exit(127);
    }
  }
  control = map;
  boot_id = getenv("FAULTS_BOOT_ID");
  strcpy(directory, dir);
  directory_length = strlen(directory);
}

/* The name below the directory, or NULL when it is not below it. */
static const char *below(int at, const char *path, char *buffer) {
  if (!control || !path) return NULL;
  if (path[0] != '/') {
    char link[64];
    ssize_t n;
    if (at == AT_FDCWD) {
      n = getcwd(buffer, PATH_MAX) ? (ssize_t)strlen(buffer) : -1;
    } else {
      snprintf(link, sizeof link, "/proc/self/fd/%d", at);
      n = readlink(link, buffer, PATH_MAX - 1);
    }
    if (n < 0 || (size_t)n + strlen(path) + 2 > PATH_MAX) return NULL;
    buffer[n] = '/';
    strcpy(buffer + n + 1, path);
    path = buffer;
  }
  if (strncmp(path, directory, directory_length) != 0) return NULL;
  const char *rest = path + directory_length;
  if (*rest == 0) return rest;
  if (*rest != '/') return NULL;
  while (*rest == '/') rest++;
  return rest;
}

static const char *name_of(int fd) { return fd >= 0 && fd < FDS ? names[fd] : NULL; }

static void die(void) {
  for (;;) {
    syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
    pause();
  }
}

/* Counts a call. 0: let it pass; -1: fail it, errno is set; 1: write only the first half; 2: write it, then die. */
static int strike(int kind, const char *name, size_t bytes) {
  atomic_fetch_add(&control[SLOT_SEEN + kind], 1);
  int64_t mask = atomic_load(&control[SLOT_MASK]);
  if (!(mask & (1 << kind))) return 0;
  const char *part = (const char *)&control[SLOT_NAME];
  if (part[0] && !strstr(name, part)) return 0;
  int64_t until = atomic_load(&control[SLOT_UNTIL]);
  if (until && (int64_t)nanos() > until) return 0;
  int64_t number = atomic_fetch_add(&control[SLOT_MATCHED], 1) - atomic_load(&control[SLOT_AFTER]);
  if (number < 0 || number >= atomic_load(&control[SLOT_CALLS])) return 0;
  atomic_fetch_add(&control[SLOT_STRUCK], 1);
  atomic_store(&control[SLOT_STRUCK_AT], (int64_t)nanos());
  if (atomic_load(&control[SLOT_ERRNO]) == KILL) {
    if (kind == WRITE && bytes > 1 && atomic_load(&control[SLOT_SHORT])) return 2;
    die();
  }
  if (kind == WRITE && number == 0 && bytes > 1 && atomic_load(&control[SLOT_SHORT])) return 1;
  errno = (int)atomic_load(&control[SLOT_ERRNO]);
  return -1;
}

static void put(int kind, uint64_t inode, uint64_t offset, const char *name, const char *second,
                const struct iovec *parts, int count, size_t payload) {
  if (journal < 0) return;
  int saved = errno;
  size_t n = strlen(name), s = second ? strlen(second) : 0;
  struct entry head = {
    .bytes = (uint32_t)(sizeof(struct entry) - 4 + n + s + payload), .kind = (uint8_t)kind,
    .nanos = nanos(), .inode = inode, .offset = offset, .name = (uint32_t)n, .second = (uint32_t)s};
  size_t total = 4 + head.bytes;
  char small[8192];
  char *all = total <= sizeof small ? small : malloc(total);
  if (!all) _exit(127);
  memcpy(all, &head, sizeof head);
  memcpy(all + sizeof head, name, n);
  if (s) memcpy(all + sizeof head + n, second, s);
  char *to = all + sizeof head + n + s;
  for (int i = 0; i < count && payload > 0; i++) {
    size_t part = parts[i].iov_len < payload ? parts[i].iov_len : payload;
    memcpy(to, parts[i].iov_base, part);
    to += part;
    payload -= part;
  }
  for (size_t done = 0; done < total;) {
    long w = syscall(SYS_write, journal, all + done, total - done);
    if (w < 0 && errno == EINTR) continue;
    if (w <= 0) {
      dprintf(2, "faults: the journal cannot be written: %s\n", strerror(errno));
      _exit(127); /* a journal with a hole would prove nothing */
    }
    done += (size_t)w;
  }
  if (all != small) free(all);
  errno = saved;
}

static uint64_t inode_of(int fd) {
  struct stat st;
  return fstat(fd, &st) == 0 ? st.st_ino : 0;
}

static void remember(int fd, const char *name) {
  if (fd < 0 || fd >= FDS) return;
  names[fd] = name ? strdup(name) : NULL;
}

/* ---- open ---- */

static int open_below(int at, const char *path, int flags, mode_t mode) {
  char buffer[PATH_MAX];
  const char *name = below(at, path, buffer);
  if (!name) {
    if (boot_id && path && strcmp(path, "/proc/sys/kernel/random/boot_id") == 0) path = boot_id;
    int fd = (int)syscall(SYS_openat, at, path, flags, mode);
    remember(fd, NULL);
    return fd;
  }
  pthread_mutex_lock(&order);
  struct stat st;
  int there = fstatat(at, path, &st, 0) == 0;
  int creates = (flags & O_CREAT) && !there;
  int cuts = (flags & O_TRUNC) && there && (flags & O_ACCMODE) != O_RDONLY && st.st_size > 0;
  int fd = -1;
  if (!(creates && strike(CREATE, name, 0)) && !(cuts && strike(TRUNCATE, name, 0))) {
    fd = (int)syscall(SYS_openat, at, path, flags, mode);
    if (fd >= 0) {
      remember(fd, name);
      if (creates) put(J_CREATE, inode_of(fd), 0, name, NULL, NULL, 0, 0);
      else put(J_OPEN, inode_of(fd), 0, name, NULL, NULL, 0, 0);
      if (cuts) put(J_TRUNCATE, inode_of(fd), 0, name, NULL, NULL, 0, 0);
    }
  }
  pthread_mutex_unlock(&order);
  return fd;
}

#define MODE(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list arguments; \
    va_start(arguments, flags); \
    mode = va_arg(arguments, mode_t); \
    va_end(arguments); \
  }

int open(const char *path, int flags, ...) { MODE(flags) return open_below(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_below(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return open_below(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return open_below(at, path, flags, mode); }
int __open_2(const char *path, int flags) { return open_below(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return open_below(AT_FDCWD, path, flags, 0); }
int __openat_2(int at, const char *path, int flags) { return open_below(at, path, flags, 0); }
int __openat64_2(int at, const char *path, int flags) { return open_below(at, path, flags, 0); }
int creat(const char *path, mode_t mode) { return open_below(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

int close(int fd) {
  if (name_of(fd)) remember(fd, NULL);
  return (int)syscall(SYS_close, fd);
}

int dup(int fd) {
  int copy = (int)syscall(SYS_dup, fd);
  remember(copy, name_of(fd));
  return copy;
}
int dup3(int fd, int as, int flags) {
  int copy = (int)syscall(SYS_dup3, fd, as, flags);
  if (copy >= 0) remember(copy, name_of(fd));
  return copy;
}
int dup2(int fd, int as) { return fd == as ? (fcntl(fd, F_GETFD) < 0 ? -1 : fd) : dup3(fd, as, 0); }

/* ---- write ---- */

/* offset -1: at the position of the file. */
static ssize_t write_below(int fd, const char *name, const struct iovec *parts, int count, off_t offset) {
  size_t total = 0;
  for (int i = 0; i < count; i++) total += parts[i].iov_len;
  pthread_mutex_lock(&order);
  ssize_t done = -1;
  int struck = strike(WRITE, name, total);
  struct iovec half = {.iov_base = count ? parts[0].iov_base : NULL, .iov_len = 0};
  if (struck == 1) {
    half.iov_len = parts[0].iov_len > 1 ? parts[0].iov_len / 2 : parts[0].iov_len;
    parts = &half;
    count = 1;
  }
  if (struck >= 0) {
    done = offset < 0 ? syscall(SYS_writev, fd, parts, count)
                      : syscall(SYS_pwritev, fd, parts, count, (long)offset, 0L /* 64-bit machines only */);
    if (done > 0) {
      atomic_fetch_add(&control[SLOT_BYTES], done);
      if (offset < 0) offset = lseek(fd, 0, SEEK_CUR) - done;
      put(J_WRITE, inode_of(fd), (uint64_t)offset, name, NULL, parts, count, (size_t)done);
    }
    if (struck == 2) die();
  }
  pthread_mutex_unlock(&order);
  return done;
}

ssize_t write(int fd, const void *from, size_t n) {
  const char *name = name_of(fd);
  if (!name) return syscall(SYS_write, fd, from, n);
  struct iovec part = {.iov_base = (void *)from, .iov_len = n};
  return write_below(fd, name, &part, 1, -1);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  const char *name = name_of(fd);
  if (!name) return syscall(SYS_writev, fd, parts, count);
  return write_below(fd, name, parts, count, -1);
}
ssize_t pwrite64(int fd, const void *from, size_t n, off64_t offset) {
  const char *name = name_of(fd);
  if (!name) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    return real_pwrite64(fd, from, n, offset);
  }
  struct iovec part = {.iov_base = (void *)from, .iov_len = n};
  return write_below(fd, name, &part, 1, offset);
}
ssize_t pwrite(int fd, const void *from, size_t n, off_t offset) { return pwrite64(fd, from, n, offset); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  const char *name = name_of(fd);
  if (!name) {
    REAL(ssize_t, pwritev64, int, const struct iovec *, int, off64_t);
    return real_pwritev64(fd, parts, count, offset);
  }
  return write_below(fd, name, parts, count, offset);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) { return pwritev64(fd, parts, count, offset); }

/* Copies in the kernel are refused below the directory; callers then read and write. */
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t n, unsigned int flags) {
  if (name_of(out)) {
    errno = ENOSYS;
    return -1;
  }
  return syscall(SYS_copy_file_range, in, from, out, to, n, flags);
}
ssize_t sendfile64(int out, int in, off64_t *from, size_t n) {
  if (name_of(out)) {
    errno = EINVAL;
    return -1;
  }
  return syscall(SYS_sendfile, out, in, from, n);
}
ssize_t sendfile(int out, int in, off_t *from, size_t n) { return sendfile64(out, in, from, n); }

/* ---- size ---- */

int ftruncate64(int fd, off64_t size) {
  const char *name = name_of(fd);
  if (!name) return (int)syscall(SYS_ftruncate, fd, size);
  pthread_mutex_lock(&order);
  int result = strike(TRUNCATE, name, 0) ? -1 : (int)syscall(SYS_ftruncate, fd, size);
  if (result == 0) put(J_TRUNCATE, inode_of(fd), (uint64_t)size, name, NULL, NULL, 0, 0);
  pthread_mutex_unlock(&order);
  return result;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int truncate64(const char *path, off64_t size) {
  int fd = open64(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  int result = ftruncate64(fd, size);
  int saved = errno;
  close(fd);
  errno = saved;
  return result;
}
int truncate(const char *path, off_t size) { return truncate64(path, size); }

int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
  const char *name = name_of(fd);
  if (!name) return (int)syscall(SYS_fallocate, fd, mode, offset, length);
  if (mode != 0) {
    errno = EOPNOTSUPP; /* punching holes is not journaled, so it is not offered */
    return -1;
  }
  pthread_mutex_lock(&order);
  int result = strike(WRITE, name, 0) ? -1 : (int)syscall(SYS_fallocate, fd, mode, offset, length);
  struct stat st;
  if (result == 0 && fstat(fd, &st) == 0)
    put(J_TRUNCATE, st.st_ino, (uint64_t)st.st_size, name, NULL, NULL, 0, 0);
  pthread_mutex_unlock(&order);
  return result;
}
int fallocate(int fd, int mode, off_t offset, off_t length) { return fallocate64(fd, mode, offset, length); }
int posix_fallocate64(int fd, off64_t offset, off64_t length) {
  if (!name_of(fd)) {
    REAL(int, posix_fallocate64, int, off64_t, off64_t);
    return real_posix_fallocate64(fd, offset, length);
  }
  return fallocate64(fd, 0, offset, length) ? errno : 0;
}
int posix_fallocate(int fd, off_t offset, off_t length) { return posix_fallocate64(fd, offset, length); }

/* ---- sync ---- */

static int sync_below(int fd, const char *name, long call) {
  pthread_mutex_lock(&order);
  int struck = strike(SYNC, name, 0);
  if (!struck) put(J_SYNC_BEGIN, inode_of(fd), 0, name, NULL, NULL, 0, 0);
  pthread_mutex_unlock(&order);
  if (struck) return -1;
  int result = (int)syscall(call, fd);
  if (result == 0) {
    pthread_mutex_lock(&order);
    put(J_SYNC_END, inode_of(fd), 0, name, NULL, NULL, 0, 0);
    pthread_mutex_unlock(&order);
  }
  return result;
}
int fsync(int fd) {
  const char *name = name_of(fd);
  return name ? sync_below(fd, name, SYS_fsync) : (int)syscall(SYS_fsync, fd);
}
int fdatasync(int fd) {
  const char *name = name_of(fd);
  return name ? sync_below(fd, name, SYS_fdatasync) : (int)syscall(SYS_fdatasync, fd);
}

/* ---- names ---- */

static int two_names(int kind, int entry, int fromAt, const char *from, int toAt, const char *to, unsigned flags) {
  char a[PATH_MAX], b[PATH_MAX];
  const char *first = below(fromAt, from, a), *second = below(toAt, to, b);
  if (first || second) {
    pthread_mutex_lock(&order);
    int result = -1;
    if (!first != !second || (entry == J_RENAME && (flags & ~1u))) errno = EXDEV; /* not journaled, so not offered */
    else if (!strike(kind, second, 0)) {
      result = entry == J_RENAME ? (int)syscall(SYS_renameat2, fromAt, from, toAt, to, flags)
                                 : (int)syscall(SYS_linkat, fromAt, from, toAt, to, flags);
      struct stat st;
      if (result == 0) put(entry, fstatat(toAt, to, &st, AT_SYMLINK_NOFOLLOW) ? 0 : st.st_ino, 0, first, second, NULL, 0, 0);
    }
    pthread_mutex_unlock(&order);
    return result;
  }
  return entry == J_RENAME ? (int)syscall(SYS_renameat2, fromAt, from, toAt, to, flags)
                           : (int)syscall(SYS_linkat, fromAt, from, toAt, to, flags);
}
int rename(const char *from, const char *to) { return two_names(RENAME, J_RENAME, AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int fromAt, const char *from, int toAt, const char *to) { return two_names(RENAME, J_RENAME, fromAt, from, toAt, to, 0); }
int renameat2(int fromAt, const char *from, int toAt, const char *to, unsigned flags) { return two_names(RENAME, J_RENAME, fromAt, from, toAt, to, flags); }
int link(const char *from, const char *to) { return two_names(CREATE, J_LINK, AT_FDCWD, from, AT_FDCWD, to, 0); }
int linkat(int fromAt, const char *from, int toAt, const char *to, int flags) { return two_names(CREATE, J_LINK, fromAt, from, toAt, to, (unsigned)flags); }

static int one_name(int kind, int entry, int at, const char *path, long call, long argument) {
  char buffer[PATH_MAX];
  const char *name = below(at, path, buffer);
  if (!name) return (int)syscall(call, at, path, argument);
  pthread_mutex_lock(&order);
  int result = strike(kind, name, 0) ? -1 : (int)syscall(call, at, path, argument);
  if (result == 0) put(entry, 0, 0, name, NULL, NULL, 0, 0);
  pthread_mutex_unlock(&order);
  return result;
}
int unlink(const char *path) { return one_name(UNLINK, J_UNLINK, AT_FDCWD, path, SYS_unlinkat, 0); }
int rmdir(const char *path) { return one_name(UNLINK, J_RMDIR, AT_FDCWD, path, SYS_unlinkat, AT_REMOVEDIR); }
int unlinkat(int at, const char *path, int flags) { return one_name(UNLINK, flags & AT_REMOVEDIR ? J_RMDIR : J_UNLINK, at, path, SYS_unlinkat, flags); }
int remove(const char *path) {
  int result = unlink(path);
  return result != 0 && errno == EISDIR ? rmdir(path) : result;
}
int mkdir(const char *path, mode_t mode) { return one_name(MKDIR, J_MKDIR, AT_FDCWD, path, SYS_mkdirat, mode); }
int mkdirat(int at, const char *path, mode_t mode) { return one_name(MKDIR, J_MKDIR, at, path, SYS_mkdirat, mode); }
