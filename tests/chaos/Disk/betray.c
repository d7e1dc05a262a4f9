// A disk, and a clock, that betray the one process that loads this (LD_PRELOAD). What they do is read at every call from the
// file that BETRAY names, a word and a number a line, and holds for what is below the folder that BETRAY_BELOW names:
//   error N       whatever writes fails with the error N          lock N     locks fail with the error N
//   sync N        syncs take N milliseconds                       syncs N    syncs fail with the error N
//   punch N       giving blocks back fails with the error N
//   clock N       the wall clock is N seconds off, everywhere
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name)
{
    static void *(*look)(void *, const char *);
    if (!look) look = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
    if (!look) look = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.2.5");
    return look(RTLD_NEXT, name);
}

static long told(const char *word)
{
    const char *path = getenv("BETRAY");
    char text[512];
    int before = errno;
    int file = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) { errno = before; return 0; }
    long got = syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    errno = before;
    text[got > 0 ? got : 0] = 0;
    size_t length = strlen(word);
    for (char *line = text; *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : line + strlen(line))
        if (strncmp(line, word, length) == 0 && line[length] == ' ') return atol(line + length + 1);
    return 0;
}

static int ours(const char *path)
{
    const char *below = getenv("BETRAY_BELOW");
    return below && strncmp(path, below, strlen(below)) == 0;
}

static int ours_open(int file)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = 0;
    return ours(path);
}

static int fails(int is_ours, const char *word)
{
    long error = is_ours ? told(word) : 0;
    if (error) errno = (int)error;
    return error != 0;
}

#define WRITES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, int);
    va_end(rest);
    return (flags & WRITES) && fails(ours(path), "error") ? -1 : REAL(open)(path, flags, mode);
}

ssize_t write(int file, const void *bytes, size_t count) { return fails(ours_open(file), "error") ? -1 : REAL(write)(file, bytes, count); }
ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) { return fails(ours_open(file), "error") ? -1 : REAL(pwrite)(file, bytes, count, at); }
int rename(const char *from, const char *to) { return fails(ours(to), "error") ? -1 : REAL(rename)(from, to); }
int unlink(const char *path) { return told("error") != ENOSPC && told("error") != EDQUOT && fails(ours(path), "error") ? -1 : REAL(unlink)(path); }
int mkdir(const char *path, mode_t mode) { return fails(ours(path), "error") ? -1 : REAL(mkdir)(path, mode); }

static int sync_with(int (*act)(int), int file)
{
    int is_ours = ours_open(file);
    long ms = is_ours ? told("sync") : 0;
    struct timespec time = { ms / 1000, ms % 1000 * 1000000 };
    while (ms && nanosleep(&time, &time) != 0) { }
    return fails(is_ours, "syncs") ? -1 : act(file);
}

int fsync(int file) { return sync_with(REAL(fsync), file); }
int fdatasync(int file) { return sync_with(REAL(fdatasync), file); }

int fcntl(int file, int command, ...)
{
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    int locks = command == F_OFD_GETLK || command == F_OFD_SETLK || command == F_OFD_SETLKW;
    return locks && fails(ours_open(file), "lock") ? -1 : REAL(fcntl)(file, command, argument);
}

int fallocate(int file, int mode, off_t at, off_t length) { return fails(ours_open(file), "punch") ? -1 : REAL(fallocate)(file, mode, at, length); }

int clock_gettime(clockid_t which, struct timespec *time)
{
    int answer = (int)syscall(SYS_clock_gettime, which, time);
    if (answer == 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) time->tv_sec += told("clock");
    return answer;
}

// .NET asks the C library itself for its functions, and would not meet these.
void *dlsym(void *library, const char *name)
{
    static void *(*look)(void *, const char *);
    static const struct { const char *name; void *ours; } all[] = {
        { "open", open }, { "write", write }, { "pwrite", pwrite }, { "rename", rename }, { "unlink", unlink }, { "mkdir", mkdir },
        { "fsync", fsync }, { "fdatasync", fdatasync }, { "fcntl", fcntl }, { "fallocate", fallocate }, { "clock_gettime", clock_gettime },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i].name, name) == 0) return all[i].ours;
    if (!look) look = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
    if (!look) look = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.2.5");
    return look(library, name);
}
