/* SPDX-License-Identifier: Apache-2.0 */
/* Files written whole or not at all, streams that fail, and SHA-256. */
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sha256.h"

static char folder[] = "/tmp/limen-test-XXXXXX";
static char path[64], link_path[64];

static int start(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) {
        return -1;
    }
    snprintf(path, sizeof path, "%s/file", folder);
    snprintf(link_path, sizeof link_path, "%s/link", folder);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    unlink(link_path);
    unlink(path);
    return rmdir(folder); /* fails if a temporary file was left behind */
}

static void assert_content(const char *wanted)
{
    char content[64] = "";
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(content, 1, sizeof content - 1, file);
    fclose(file);
    assert_int_equal(length, strlen(wanted));
    assert_string_equal(content, wanted);
}

static void files_are_replaced(void **state)
{
    (void)state;
    assert_true(file_write_whole(path, "first", 5));
    assert_content("first");
    assert_int_equal(chmod(path, 0640), 0);
    assert_true(file_write_whole(path, "", 0));
    assert_content("");
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0640);
}

static void links_keep_pointing(void **state)
{
    (void)state;
    assert_true(file_write_whole(path, "old", 3));
    assert_int_equal(symlink("file", link_path), 0);
    assert_true(file_write_whole(link_path, "through", 7));
    assert_content("through");
    struct stat status;
    assert_int_equal(lstat(link_path, &status), 0);
    assert_true(S_ISLNK(status.st_mode));
}

static void errors_are_told(void **state)
{
    (void)state;
    assert_false(file_write_whole(folder, "x", 1));
    assert_int_equal(errno, EISDIR);
    assert_false(file_write_whole("/nonexistent-folder/file", "x", 1));
    assert_int_equal(errno, ENOENT);
    assert_true(file_write_whole("/dev/null", "x", 1));
    if (access("/dev/full", W_OK) == 0) {
        assert_false(file_write_whole("/dev/full", "x", 1));
        assert_int_equal(errno, ENOSPC);
    }
}

static void a_closed_pipe_is_an_error(void **state)
{
    (void)state;
    int ends[2];
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    assert_true(file_write_stream(ends[1], "x", 1));
    close(ends[0]);
    assert_false(file_write_stream(ends[1], "x", 1));
    assert_int_equal(errno, EPIPE);
    close(ends[1]);
    assert_false(file_write_stream(-1, "x", 1));
    assert_int_equal(errno, EBADF);
    assert_true(file_write_stream(-1, "", 0));
}

static void digests(void **state)
{
    (void)state;
    char hex[SHA256_HEX_SIZE];
    sha256_hex("", 0, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha256_hex("abc", 3, hex);
    static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_string_equal(hex, abc);
    struct sha256 sha256;
    sha256_start(&sha256);
    sha256_add(&sha256, "a", 1);
    sha256_add(&sha256, NULL, 0);
    sha256_add(&sha256, "bc", 2);
    sha256_finish(&sha256, hex);
    assert_string_equal(hex, abc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_replaced),        cmocka_unit_test(links_keep_pointing),
        cmocka_unit_test(errors_are_told),           cmocka_unit_test(a_closed_pipe_is_an_error),
        cmocka_unit_test(digests),
    };
    return cmocka_run_group_tests_name("file", tests, start, stop);
}
