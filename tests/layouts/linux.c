/*
 * The numbers and layouts that src/Mill.Core/Platform/Linux and /Posix have by heart, held against this system's own headers:
 *     cc -fsyntax-only tests/layouts/linux.c
 */
#define _GNU_SOURCE
#include <stddef.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SIZE(type, size) _Static_assert(sizeof(type) == size, #type)
#define AT_MOST(type, size) _Static_assert(sizeof(type) <= size, #type)
#define AT(type, member, at) _Static_assert(offsetof(type, member) == at, #type "." #member)
#define IS(name, value) _Static_assert((unsigned long)(name) == (unsigned long)(value), #name)

#if defined(__aarch64__)
IS(O_DIRECTORY, 0x4000); IS(O_NOFOLLOW, 0x8000);
IS(SYS_getdents64, 61); IS(SYS_renameat2, 276); IS(SYS_statx, 291);
#elif defined(__x86_64__)
IS(O_DIRECTORY, 0x10000); IS(O_NOFOLLOW, 0x20000);
IS(SYS_getdents64, 217); IS(SYS_renameat2, 316); IS(SYS_statx, 332);
#else
#error "Mill has no numbers of this processor."
#endif
IS(SYS_pidfd_send_signal, 424); IS(SYS_pidfd_open, 434);

IS(O_CREAT, 0x40); IS(O_EXCL, 0x80); IS(O_NOCTTY, 0x100); IS(O_APPEND, 0x400); IS(O_NONBLOCK, 0x800); IS(O_CLOEXEC, 0x80000); IS(O_PATH, 0x200000);
IS(AT_FDCWD, -100); IS(AT_REMOVEDIR, 0x200); IS(AT_SYMLINK_NOFOLLOW, 0x100); IS(AT_EMPTY_PATH, 0x1000);
IS(F_DUPFD_CLOEXEC, 1030); IS(F_OFD_GETLK, 36); IS(F_OFD_SETLK, 37); IS(F_WRLCK, 1); IS(F_UNLCK, 2);
IS(EAGAIN, 11); IS(ENOTEMPTY, 39); IS(ELOOP, 40); IS(EDQUOT, 122); IS(ENOSYS, 38); IS(EOPNOTSUPP, 95);
IS(EFD_CLOEXEC, 0x80000); IS(EFD_NONBLOCK, 0x800); IS(IN_CLOEXEC, 0x80000); IS(SFD_CLOEXEC, 0x80000);
IS(PR_SET_CHILD_SUBREAPER, 36); IS(RLIMIT_NOFILE, 7); IS(RLIMIT_STACK, 3); IS(TIOCGWINSZ, 0x5413);
IS(SIGBUS, 7); IS(SIGUSR1, 10); IS(SIGCHLD, 17); IS(SIGCONT, 18); IS(SIGSTOP, 19); IS(SIGTSTP, 20); IS(SIGURG, 23);
IS(SIG_SETMASK, 2); IS(SA_RESTART, 0x10000000);
IS(POSIX_SPAWN_SETSIGDEF, 0x4); IS(POSIX_SPAWN_SETSIGMASK, 0x8); IS(POSIX_SPAWN_SETSID, 0x80);
IS(_SC_CLK_TCK, 2); IS(_SC_PAGESIZE, 30);

SIZE(struct flock, 32);
AT(struct flock, l_type, 0); AT(struct flock, l_start, 8); AT(struct flock, l_len, 16); AT(struct flock, l_pid, 24);
SIZE(struct statx, 256);
AT(struct statx, stx_uid, 20); AT(struct statx, stx_mode, 28); AT(struct statx, stx_ino, 32); AT(struct statx, stx_size, 40);
AT(struct statx, stx_blocks, 48); AT(struct statx, stx_mtime.tv_sec, 112); AT(struct statx, stx_mtime.tv_nsec, 120);
AT(struct statx, stx_dev_major, 136); AT(struct statx, stx_dev_minor, 140);
AT(struct statfs, f_type, 0); AT(struct statfs, f_bsize, 8); AT(struct statfs, f_bavail, 32); AT(struct statfs, f_frsize, 72); AT(struct statfs, f_flags, 80);
AT_MOST(struct statfs, 144);
AT(struct rusage, ru_stime, 16); AT(struct rusage, ru_maxrss, 32);
AT_MOST(struct rusage, 512);
SIZE(struct signalfd_siginfo, 128);
AT(struct signalfd_siginfo, ssi_pid, 12); AT(struct signalfd_siginfo, ssi_uid, 16);
AT(struct inotify_event, mask, 4); AT(struct inotify_event, len, 12); AT(struct inotify_event, name, 16);
AT(struct sigaction, sa_flags, 136);
AT_MOST(struct sigaction, 256);
SIZE(sigset_t, 128);
AT_MOST(posix_spawn_file_actions_t, 512);
AT_MOST(posix_spawnattr_t, 512);
