/* A lie for the negative control: fsync and fdatasync of some files say yes and do nothing.
 * UNSYNCED: what the path of such a file holds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_spared(int descriptor) {
    const char *what = getenv("UNSYNCED");
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (what == NULL || length < 0) {
        return 0;
    }
    path[length] = 0;
    return strstr(path, what) != NULL;
}

static int really(const char *name, int descriptor) {
    int (*call)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    return call(descriptor);
}

int fsync(int descriptor) {
    return is_spared(descriptor) ? 0 : really("fsync", descriptor);
}

int fdatasync(int descriptor) {
    return is_spared(descriptor) ? 0 : really("fdatasync", descriptor);
}
