/**
 * Stand-in clouds for a laptop and for tests. Each cloud is one child JVM that speaks the real service's protocol on
 * loopback, enforces its real size limits, and has a small control endpoint for faults and counters.
 *
 * <p>A cloud is started with this module's classes and its own libraries on the class path, never on the class path
 * of the one who uses it (the versions differ):
 *
 * <pre>
 * java -Xms64m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
 *      -cp "local-clouds/target/classes:$(cat local-clouds/target/classpath)" \
 *      io.crossweave.clouds.CloudMain kafka --data DIR [--port N] [--control-port N] [--topics a,b] [--partitions 4]
 * </pre>
 *
 * <p>The kinds stand in {@link io.crossweave.clouds.CloudMain}; {@code pubsub} takes {@code --project} too. Tests of other
 * modules start a cloud by {@code LocalCloudProcess} of gateway-core's test-jar.
 *
 * <p>It prints one line {@code READY {"name":…,"endpoints":{…},"control":"http://127.0.0.1:N"}} on standard output,
 * logs to standard error only, and ends when its standard input closes or on SIGTERM, so that no cloud outlives the
 * process that started it.
 *
 * <p>Nothing here knows what a frame or an event is: a cloud sees topics, keys and bytes. Data ends in the broker of
 * the cloud, and leaves through its protocol or through {@code GET /dump} of {@link
 * io.crossweave.clouds.control.ControlEndpoint}.
 */
@NullMarked
package io.crossweave.clouds;

import org.jspecify.annotations.NullMarked;
