import type { Category } from '../category.ts';
import type { Strength } from './codes.ts';

/**
 * What errors say, one phrase a line: `a|b` is either word, `*` up to four words. Written as it is printed; names of types and constants are
 * taken apart, so `connection refused` is also ConnectionRefusedError and CONNECTION_REFUSED. `decisive` is what settles a border between
 * categories (docs/error-categories.md), such as a pool without connections, which is also a timeout.
 */
export const wording: Readonly<Partial<Record<Category, Partial<Record<Strength, string>>>>> = {
  database: {
    decisive: `
    `,
    certain: `
      unique|primary|uniqueness constraint|violation|index
      unique key constraint
      primary key constraint
      duplicate key
      duplicate entry
      duplicate value * unique
      duplicate record
      foreign key
      constraint failed|fails|violation|violated
      violates * constraint
      violation of * constraint
      conflicted with the * constraint
      not null constraint|violation
      null value in column
      check violation
      integrity error
      integrity constraint|violation
      deadlock detected|found|victim|exception
      deadlock * transaction
      transaction * deadlock|deadlocked
      could not serialize
      cant serialize access
      serialization failure
      current transaction is aborted
      in failed sql transaction
      transaction * rolled back|aborted
      transaction rolled back
      rollback only
      no such table|column
      unknown column|table|database
      undefined table|column
      missing column|columns|table
      column * does not exist|doesnt exist|not found
      relation * does not exist
      table * does not exist|doesnt exist|not found
      view does not exist
      table or view
      database * does not exist
      invalid object|column name
      invalid column
      sql syntax|grammar
      bad sql
      syntax error at or near
      near * syntax error
      database is|table locked
      database table is locked
      database is|disk image|file malformed|corrupt|corrupted
      database disk image is malformed
      read only replica
      clusterdown
      masterdown
      crossslot
      wrongtype
      noscript
      not primary
      not writable primary
      not master
      no primary
      no|elects master|leader elected
      write conflict
      bulk write error
      mongo write|bulk
      e11000
      index not found
      no such index
      search phase execution
      version conflict engine
      version conflict * document
      cluster block
      no shard|shards available
      shards failed
      master not discovered
      strict dynamic mapping
      mapper parsing
      mapper parsing exception failed to parse
      failed to parse field
      stale object state
      optimistic lock|locking
      updated or deleted by another transaction
      could not execute statement
      could not execute query
      error running|executing query|sql|statement
      read only transaction
      read only so it cannot
      is in|running readonly|read mode
      not enough replicas
      cannot achieve consistency
      unconfigured table
      snapshot too old
      corrupt index
      corrupted page
      page * checksum|checksums
      could not read block
      integrity check
      object class violation
      pending migration|migrations
      migrations are pending
      conflict with recovery
      schema validation missing
      lazy initialization exception
      unique constraint|violation|index
      duplicate entry * for key
      foreign key constraint|violation|mismatch
      constraint failed|violation|violated
      not null violation
      integrity constraint
      deadlock detected|found|victim
      could not serialize access
      unknown column|table
      column * does not exist
      table * does not exist
      table * doesnt exist
      unknown database
      invalid object name
      invalid column name
      table or view does not exist
      sql syntax
      database is locked
      database is malformed
      file is not a database
      replication slot
      misconf redis
      readonly you cant write against a read only
      cluster down hash slot
      loading redis is loading
      wrongtype operation
      noscript no matching script
      busy redis is busy
      execabort transaction
      node is recovering
      no primary available
      index not found exception
      search phase execution exception
      version conflict engine exception
      cluster block exception
      no shard available
      master not discovered exception
      all shards failed
      strict dynamic mapping exception
      mapper parsing exception
      etcdserver no leader
      required revision has been compacted
      ora 00001
      ora 00942
      ora 00060
      cannot execute * in a read only transaction
      record not unique
      no more data to read from socket
      invalid page
    `,
    strong: `
      sql error|exception
      sqlite error|exception
      my sql error|exception
      postgre sql error
      pg error
      database error|exception
      db error|exception
      db exception
      query failed|error|exception
      prepared statement
      statement invalid
      invalid statement
      prisma client known request error
      prisma client unknown request error
      sequelize database error
      active record statement
      dbal exception
      hibernate exception
      jdbc exception
      data integrity
      data access exception
      transaction failed|aborted
      rollback failed
      replication
      replica
      replica set
      slave sql
      slave io
      recovery conflict
      value too long for type
      data too long for column
      incorrect * value * for column
      out of range value for column
      numeric field overflow
      migration failed
      migrations * failed
      migration
      schema * does not exist
      collection * does not exist|not found
      unknown index
      other objects depend
      group by clause
      column reference * ambiguous
      operator does not exist
      function * does not exist
      cursor * not found
      keyspace
      sharded
      shard|shards
      primary key
      index corruption
      operational error
      programming error
      object relational
      row was updated
      redis error
      reply error
      active record
      doctrine dbal
      innodb
    `,
  },
  api: {
    certain: `
      bad gateway
      internal server error
      http server error
      method not allowed
      method * is not allowed|supported
      request method * not supported
      service unavailable
      server is currently unavailable|unable
      temporarily unavailable
      not acceptable
      unsupported media type
      media type not supported
      content type * not supported
      prematurely closed connection while reading response
      sent invalid header
      sent too big header
      sent invalid * response
      no live upstreams
      no healthy upstream
      no server available|is
      has no server available
      no server is available to handle
      unexpected status
      unexpected status code
      unexpected response
      unexpected http status
      invalid http response
      invalid response
      malformed response
      bad response
      could not extract response
      not successful
      unimplemented
      unknown service
      unknown method
      method not found
      route * not found
      not found route
      no route matches|matched
      no route matches with
      routing error
      cannot get|post|put|delete|patch
      soap fault
      server fault
      fault occurred
      circuit breaker
      circuit * open
      no endpoints available
      no responders
      layer7 wrong status
      wrong status
      does not have a resource type
      doesnt have a resource type
      could not find the requested resource
      object has been modified
      response code
      no static resource
      no handler found
      not leader or follower
      rebalance in progress
      coordinator not available
      unknown member id
      unsupported version exception
      unacceptable protocol version
      rst stream
      stream error
      upstream prematurely closed
      upstream sent invalid header
      upstream sent too big header
      no server is available to handle this request
      bad http
      invalid response from
      no route matches
    `,
    strong: `
      api error|exception
      api status error
      bad request
      http error|exception
      status code error
      request failed
      request * failed with status
      response status
      non 2xx
      error response
      server error
      server returned|responded|replied
      server not initialized
      error from server
      endpoint * not found
      protocol error
      protocol violation
      http2
      goaway
      webhook * failed
      failed calling webhook
      bad status
      not implemented
      unsupported protocol|api
      incompatible protocol
      backend * unhealthy|unavailable
      upstream server
      upstream sent
      while connecting to upstream
      ring balancer
      json rpc
      graphql error|errors
      internal error occurred
      already exists
      message converter
    `,
  },
  network: {
    decisive: `
      self signed certificate
      certificate is invalid
      unable to find valid certification path
    `,
    certain: `
      connection|connect refused
      actively refused
      connection reset
      reset by peer
      connection aborted
      connection closed|lost|dropped|terminated|broken|severed
      connection unexpectedly closed
      closed the|its connection
      connection * closed unexpectedly
      forcibly closed
      server has gone away
      lost connection
      socket hang up
      socket * closed
      closed network connection
      broken pipe
      no route to host
      network is unreachable|down
      host is unreachable|down
      network unreachable
      host unreachable
      destination unreachable
      name or service not known
      temporary failure in name resolution
      temporary failure resolving
      name resolution
      could not|cant|cannot resolve host|hostname
      could not translate host name
      no such host
      nodename nor servname
      getaddrinfo
      gaierror
      unknown host
      host not found
      name not resolved
      non existing domain
      no address associated
      dns lookup|resolution|error
      resolve * hostname
      servfail
      nxdomain
      could not|cant|cannot connect
      couldnt connect
      unable to connect
      failed to connect
      failed connecting
      attempt to connect * failed
      connection failed
      connect failed
      connection failure
      network error|exception|failure
      network related
      no network
      communications link failure
      communication failure
      no connection could be made
      connection could not be established
      could not be established
      connection problem
      remote end closed connection
      remote disconnected
      peer closed connection
      peer shut down
      closed by remote|peer|foreign
      cant contact
      cant reach
      cannot reach
      could not reach
      unable to contact|reach
      unexpected eof while reading
      end of file on communication
      end of file reached
      incomplete read
      ssl handshake exception
      ssl error
      ssl exception
      ssl peer
      ssl do handshake
      handshake failed|failure|exception
      alert handshake failure
      during ssl|tls handshake
      closed during ssl handshake
      certificate verify failed
      certificate has expired
      certificate * expired
      certificate expired
      certificate * not valid
      certificate * invalid
      cert * invalid
      certificate is not trusted
      unknown authority
      unable to get local issuer certificate
      unable to verify the first certificate
      certificate problem
      hostname * match * certificate
      failed to verify certificate
      x509 certificate signed|has|is
      pkix path building failed
      wrong version number
      gave http response to https client
      plain http request was sent to https
      empty reply from server
      no brokers available
      brokers are down
      broker transport failure
      no servers available
      server selection error
      no reachable servers
      topology was destroyed
      no alive nodes
      no living connections
      node disconnected
      no listener
      websocket * closed
      err connection
      err name
      err cert
      err internet disconnected
      fetch failed
      failed to fetch
      transport * closing
      network partition
      no matching host key type
      no matching cipher|key
      unable to negotiate
      kex exchange
      stale connection
      error reading status line from remote
      retries per request
      closed the connection unexpectedly
      connection was forcibly closed
      broken pipe error
      could not resolve host|hostname
      dns lookup|resolution|query
      dns error
      could not connect
      cannot connect
      cant connect
      unexpected end of stream
      tls alert
      handshake failed|failure|error|exception
      certificate * unknown authority
      certificate signed by unknown authority
      all brokers are down
      leader not available
      server selection timeout error
      error in the pull function
    `,
    strong: `
      connection error
      connection exception
      connect exception
      disconnected
      disconnect
      socket error|exception
      unexpected eof
      eof error
      eof exception
      premature close
      premature end
      link down
      link is down
      no carrier
      transport error|exception|failure
      missed heartbeats
      reconnecting
      retry connecting
      address not available
      network adapter
      unreachable
    `,
    weak: `
      connection
      dial tcp
      ssl routines
      tls
      socket
      dns
    `,
  },
  permission: {
    decisive: `
      denied to user
      permission was denied
      access refused
      access denied for user
      command denied
      unable to get client certificate
      not authorised|authorized
      authentication failed
      authentication failure
      authorization failed
      unauthorized|unauthorised
      invalid access key
      invalid api key
      invalid username
      invalid credentials
    `,
    certain: `
      permission denied
      permission error
      permissions denied
      access denied
      access is denied
      access to * denied
      access * is denied
      access * is restricted
      operation not permitted
      not permitted to
      unauthorized operation
      unauthenticated
      forbidden
      access forbidden
      authentication required|exception|error
      authentication * failed
      authentication credentials
      authentication refused
      failed to|could not|unable authenticate
      unable to authenticate
      authorization required|error|violation
      authorization grant * invalid
      authorization exception
      auth failed|error|failure
      login failed|incorrect
      login denied
      logon denied
      failed password
      invalid password
      password mismatch|incorrect|expired
      password is incorrect|required
      incorrect password
      wrong password
      username or password
      user name or password
      username and password not accepted
      noauth
      noperm
      no api key
      bad credentials
      invalid user
      insufficient permission|permissions|privilege|privileges|rights|scope|access
      does not have permission|access
      do not have permission|access
      does not have * permissions|permission|access
      have no permissions
      must be owner of
      must be superuser
      row level security
      incorrect api key
      api key * invalid|expired|revoked
      invalid * api key
      invalid * token
      invalid token
      token * expired|revoked|invalid
      expired|invalid access token
      secret * expired
      secret keys * expired
      invalid signature
      invalid session
      session id * expired
      signature does not match
      signature verification failed
      verification fails
      jwt expired|invalid|malformed
      jwt * fails
      json web token error
      invalid grant
      invalid client
      csrf
      authenticity token
      no pg hba
      publickey
      no supported authentication methods
      host key verification failed
      apparmor
      selinux
      avc denied
      confidentiality required
      credentials
      insecure permissions
      ownership or modes
      not granted
      sender id mismatch
      only root
      must be root
      run as root
      are you root
      admin privileges
      not on the whitelist
      blacklisted
      ip * not allowed
      access denied exception
      not authorized
      not authorised
      unauthorized
      unauthorised
      failed to authenticate
      could not authenticate
      authorization failed|failure|required|error
      wrongpass
      invalid username or password
      incorrect username or password
      insufficient permissions|privilege|privileges|rights|scope
      missing permissions|scope
      token * expired
      token * invalid|revoked
      expired token
      invalid access token
      jwt expired
      jwt malformed
      token expired error
      not in the sudoers file
      no pg hba conf entry
      requires authentication
      requires privilege
      seccomp
      cannot * in the namespace
      no basic auth credentials
      expired credentials
      credentials * expired
      unable to locate credentials
      could not load credentials
      could not find default credentials
      certificate required
      must be run as root
      you cannot perform this operation unless you are root
    `,
    strong: `
      denied
      permission exception
      privilege|privileges
      not permitted
      not allowed
      restricted
      authentication
      sudo
      login
      acl
    `,
    weak: `
      password
      token
      permissions
      read only file system
    `,
  },
  resource: {
    decisive: `
      out of memory
      out of shared memory
      oom killed
      oom kill
      oom killer
      queue pool limit
      connection pool * exhausted|full|empty
      connection pool exhausted
      pool exhausted
      pooled connections were in use
      could not obtain a connection from the pool
      fetching a new connection from the connection pool
      connection is|was not available
      connection not available
      unable to extend
      is full due to
      out of disk
      no space left
      not enough space
      disk watermark
      flood stage
      remaining connection slots
      exceeding memory limits
      memory limit
    `,
    certain: `
      memory error
      array memory error
      oom
      heap out of memory
      java heap space
      gc overhead
      metaspace
      allocation failed
      failed to allocate
      cannot|cant allocate memory
      could not allocate
      unable to allocate
      allowed memory size
      memory exhausted
      bad alloc
      not enough memory
      disk full
      disk is full
      table * is full
      disk space
      free space
      free drive
      enough space
      insufficient space
      storage full
      disk quota exceeded
      quota exceeded
      exceeds quota
      file too large
      too many open files
      too many files
      file descriptors
      fd limit
      file max limit
      file handles
      too many connections
      too many clients
      too many locks
      connection slots
      max connections
      maximum connections
      client limit
      max clients
      reached max
      reached maximum
      max request workers
      max children
      process limit
      worker connections are not enough
      listen queue * full
      unable to create new native thread
      unable to create native thread
      create new os thread
      cant start new thread
      cannot create thread
      cannot fork
      fork retry
      resource temporarily unavailable
      resource exhausted
      resource limit|limits
      resources exhausted
      address already in use
      address in use
      cannot bind socket
      already in use
      port is already allocated
      port * in use
      no buffer space
      too many processes
      too many threads
      evicted
      disk pressure
      memory pressure
      insufficient cpu
      input output error
      i o error
      io error dev
      disk i o error
      shared memory
      cuda out of memory
      rlimit
      ulimit
      database space exceeded
      maxmemory
      circuit breaking exception
      data too large
      rejected execution
      task rejected from
      buffer exhausted
      buffer overflow
      buffer full
      queue is full
      queue full
      overflow queue
      dropped from queue
      table full
      table * full
      directory index full
      slow consumer
      messages dropped
      no more processes
      cache resources exhausted
      drive threshold
      memory usage
      high memory
      out of memory error
      gc overhead limit exceeded
      cannot allocate memory
      could not allocate memory
      insufficient memory
      no space left on device
      insufficient space|storage
      max number of clients
      connection pool * full|exhausted|empty
      pool * exhausted
      fork * resource
      port * already in use
      system limit for number of file watchers
      no buffer space available
      pid pressure
      nodes are available
      buffer i o error
      limit of total fields
      rejected execution exception
      cannot assign requested address
      buffer is full
      message queue full
      inotify
    `,
    strong: `
      exhausted
      capacity
      limit reached
      limit exceeded
      exceeded limit
      overloaded
      overload
      backpressure
      device or resource busy
      resource busy
      could not get lock
      too many parts
      swap
      inodes
    `,
    weak: `
      memory
      disk
      too many
      limit
    `,
  },
  worker: {
    decisive: `
      sigsegv
      signal 11
      segmentation fault
      segfault
      failed with result exit code
      failed with result core dump
    `,
    certain: `
      core dumped
      general protection fault
      bus error
      illegal instruction
      invalid opcode
      floating point exception
      stack overflow
      stack level too deep
      stack smashing
      double free
      corrupted top size
      corrupted size
      heap corruption
      address sanitizer
      use after free
      heap buffer overflow
      undefined behavior
      assertion failed|failure
      assertion error
      assert failed
      null pointer
      null reference exception
      nil pointer
      nil map
      nil class
      object reference not set
      null object reference
      is null at
      because * is null
      invalid memory address
      undefined method
      undefined local variable
      undefined variable|index|offset
      undefined array key
      undefined function error
      no method error
      uninitialized constant
      name error
      type error
      attribute error
      index error
      key error
      reference error
      range error
      zero division error
      division by zero
      divide by zero
      divide error
      by zero
      arithmetic exception|error
      unbound local error
      recursion error
      frozen error
      recursion depth
      not a function
      is not defined at
      is not iterable
      cannot read property|properties of
      cannot set property|properties of
      before initialization
      nonetype
      has no attribute
      object is not
      object is not callable|iterable|subscriptable
      unsupported operand
      index out of range|bounds
      index outside
      out of bounds
      outside the bounds
      slice bounds
      class cast exception
      invalid cast exception
      cannot be cast
      unable to cast
      illegal state exception
      concurrent modification
      changed size during iteration
      unsupported operation exception
      no such element exception
      no value present
      sequence contains no elements
      invalid operation exception
      argument null exception
      object disposed
      disposed object
      called option unwrap
      called result unwrap
      already borrowed
      panicked at
      panic runtime error
      goroutines are asleep
      concurrent map
      closed channel
      interface conversion
      unhandled promise rejection
      unhandled rejection
      uncaught exception
      uncaught type error
      uncaught reference error
      call to undefined method
      call to a member function
      function clause error
      match error
      badmatch
      bad cast
      gen server * terminating
      worker lost error
      worker exited prematurely
      worker process * exited|died|killed
      worker * exited|died|crashed|killed
      worker failed to boot
      failed to boot
      child process * exited|died|killed|crashed
      child * exit signal
      child pid * exit|exited
      exited on signal
      terminated by signal
      killed by signal
      crash loop
      liveness probe failed
      readiness probe failed
      health check failed
      healthcheck failed
      stalled
      missing lock for job
      could not renew lock
      zombie
      soft lockup
      hung task
      main process exited
      restarting too quickly
      too many restarts
      entered fatal state
      not expected
      terminated unexpectedly
      exited unexpectedly
      exited with code
      exited with return code
      exit status
      page crashed
      target closed
      abort trap
      aborted core
      terminate called
      pure virtual method
      faulting application
      this is a bug
      ran into a bug
      fatal error has been detected
      syntax error near unexpected
      wrong number of arguments
      faulted
      dumped core
      stack overflow error
      heap use after free
      assertion failed|error|failure
      null pointer exception
      maximum recursion depth
      maximum call stack size
      cannot access * before initialization
      index out of bounds exception
      slice bounds out of range
      concurrent modification exception
      array index out of bounds exception
      fatal error all goroutines are asleep
      goroutine
      send on closed channel
      call to undefined
      undef function
      generic server terminating
      worker * terminated|died|crashed|killed|exited
      child * terminated
      crash loop back off
      back off restarting failed container
      healthcheck * failed
      job stalled
      could not renew lock for job
      service * failed with result exit code
      failed with result signal
      start request repeated too quickly
      restart * too quickly
      exited too quickly
      spawnerr
      unexpected exit
    `,
    strong: `
      crashed
      crash
      died
      retries exhausted
      max retries exceeded
      retry * attempts * exhausted
      elifecycle
      errored
      fatal signal
      fatal python error
      assertion
      argument error
      stop iteration
      error processing job
      dead set
      not implemented error
      process exited
      process terminated
      task * raised
      illegal state
      watchdog
      unhandled signal
      dirty exit
      runtime error
      unhandled exception
      uncaught
      panic
      unhealthy
    `,
    weak: `
      null
      undefined
      nil
      runtime exception
      worker
      sigkill
      sigterm
    `,
  },
  validation: {
    certain: `
      validation error|errors|failed|exception|failure
      failed validation
      unprocessable entity
      invalid request body
      invalid json
      invalid xml
      malformed json|xml|message|request|payload|packet|input|uri|url|header|csv
      json decode error
      json parse exception|error
      json mapping exception
      json parser error
      json exception
      unexpected token
      unexpected end of json
      unexpected character
      unexpected byte
      expecting value
      expecting property name
      could not|couldnt parse
      cannot parse
      cant parse
      failed to parse
      unable to parse
      error parsing
      error occurred while parsing
      parse error|exception
      parsing error
      parser error
      parsing failed
      parsing time|message|value
      deserialization error|exception
      serialization exception|error
      failed to deserialize|decode|unmarshal
      cannot deserialize|unmarshal
      error deserializing
      error decoding
      error while decoding
      decoding failed
      decode error
      cant decode
      cannot decode
      unicode decode error
      unicode encode error
      unmarshal type error
      invalid utf 8
      invalid byte sequence
      invalid continuation byte
      invalid literal
      invalid base64
      illegal base64
      incorrect padding
      could not convert string
      could not be converted
      number format exception
      format exception
      illegal argument exception
      value error
      invalid argument
      invalid value
      invalid input
      invalid params
      invalid format
      invalid date|time|timestamp|email|uuid|number|url|uri
      invalid request
      invalid character
      invalid sequence
      invalid parameter
      invalid field
      invalid payload
      invalid data
      invalid stream
      invalid entry crc
      missing required field|parameter|property
      required field|property|parameter
      required request
      field required
      is a required property
      have required property
      parameter * is not present
      parameter missing
      was not provided
      value is empty
      must be a valid
      must be an integer|string|number|array|object
      must be greater|less
      must not be null|empty|blank
      cant be blank
      body cannot be empty
      may not be null|blank
      is not a valid
      is not valid
      is not of type
      correct format
      additional properties
      zod error
      method argument not valid
      date time parse exception
      sax parse exception
      xml exception
      syntax error * xml
      well formed
      root element
      end tag
      document is empty
      tag mismatch
      mismatched tag
      wrong number of fields
      line contains
      illegal quoting
      unexpected field|fields
      unrecognized field|property
      unknown field * in message
      magic byte
      magic number
      wrong magic
      checksum mismatch
      crc mismatch
      checksum error
      corrupt record
      stream corrupted
      corrupt patch|archive|file|image
      improper image header
      insufficient image data
      payload too large
      entity too large
      request entity too large
      too large body
      message too large
      size exceeds size limit
      size exceeds
      size is larger than
      upload size exceeded
      maximum upload
      record too large
      packet too large
      packet bigger than
      maximum payload
      exceeds the maximum
      header fields too large
      uri too long
      malformed
      type exception found
      found * expecting
      decoder routines
      is not a number
      not a number
      day out of range
      malformed json|xml|message|request|payload|packet|input|uri|url
      json parse exception
      json syntax
      unexpected end of json input
      unexpected non whitespace
      syntax error unexpected token
      serialization exception
      cannot unmarshal
      incompatible character encodings
      codec cant decode
      invalid date
      invalid email
      invalid uuid
      invalid input syntax
      invalid type expected
      missing required field|parameter|property|argument
      must be an integer
      must be a string
      does not match * pattern|schema|format
      method argument not valid exception
      not well formed
      premature end of file
      invalid magic
      unknown magic byte
      record is corrupt
      message size too large
      request header fields too large
    `,
    strong: `
      invalid
      does not match
      is too long|short
      out of range
      unsupported value
      bad data
      bad input
      bad format
      wrong type
      size did not match
      illegal
      ids cannot contain
      cannot contain
      dead letter
      poison
      not supported
      mismatch
      no decode
      unexpected
    `,
    weak: `
      expected
      must
      too large
      parse
      parsing
      decode
    `,
  },
  timeout: {
    decisive: `
      lock wait timeout
      idle in transaction timeout
      statement timeout
      lock timeout
      upstream timed out
      tls handshake timeout
      i o timeout
      io timeout
      connection timed out
      connect timed out
      connect timeout
      read timed out
      read timeout
      open timeout
      write timeout
      socket timeout
      request timeout
      gateway timeout
      layer4 timeout
      layer7 timeout
      time limit exceeded
      maximum execution time
      maximum statement execution time
      execution timed out
      worker timeout
      not properly respond after a period of time
      did not respond to the start
      timed out waiting
    `,
    certain: `
      timed out
      timeout
      timeouts
      time out
      timedout
      time limit
      deadline exceeded
      deadline has elapsed
      deadline * exceeded
      execution expired
      exceeded * time
      time * exceeded
      max time
      max execution time
      execution time exceeded
      did not|didnt respond within
      no response * within
      not complete * within
      not ready within
      not finish within
      response in the time allotted
      took too long
      taking too long
      took longer than
      became too slow
      gave up waiting
      waited too long
      waiting for * exceeded
      lease expired
      kill after timeout
      timeout error
      timeout exception
      timeout expired
      context deadline exceeded
      operation was aborted due to timeout
      exceeded timeout
      exceeded * time limit
      soft time limit exceeded
      canceling statement due to * timeout
      query execution was interrupted maximum
      exceeded the configured|maximum time
      did not respond within
      within the timeout
      expired before
      didnt become ready
      delivery acknowledgement * timed out
      max poll interval
    `,
    strong: `
      deadline
      timely fashion
      have passed since
      elapsed
      no response
      session expired
      waited
    `,
  },
  configuration: {
    decisive: `
      cannot load certificate
      key values mismatch
      host not found in upstream
      could not resolve placeholder
      is not configured for
      missing required argument
      missing required configuration
      missing required option
      unexpected key in config
      env fetch
      unrecognized vm option
    `,
    certain: `
      configuration error|exception
      configuration file
      configuration option
      invalid configuration
      bad configuration
      error in configuration
      error in config
      errors found in configuration
      configuration failed
      building configuration
      improperly configured
      misconfigured
      misconfiguration
      invalid config
      config error|exception
      config file
      config invalid
      config * invalid
      config * not found
      bad config
      config parsing
      load config|configuration
      loading config|configuration
      read config|configuration
      parse config|configuration
      config validation
      unable to load config
      missing environment variable
      environment variable not found
      environment variable * not set
      environment variable * required|missing|empty
      environment variable * undefined
      environment variable * is missing
      environment variable is
      required environment variable
      required variable
      no value for required variable
      parameter null or not set
      parameter not set
      unbound variable
      must be set
      is not set
      not been set
      not configured
      been specified
      must specify
      not specified
      attribute is not specified
      unknown directive
      unknown keyword
      invalid command * misspelled
      number of arguments in directive
      directive is not allowed here
      is duplicate in
      unknown option
      unrecognized option|flag
      unrecognized configuration
      unrecognized arguments
      unsupported option|argument
      bad option
      bad configuration option
      unknown flag
      unknown setting|variable|parameter
      unknown configuration
      unknown lvalue
      unknown section
      no section
      invalid option
      invalid flag
      invalid setting
      invalid port
      flag provided but not defined
      missing required setting
      no such option
      bad unit file setting
      unit * not found
      unit * not loaded
      unit * masked
      failed at step user
      allowed hosts
      invalid reference format
      create container config error
      config map * not found
      configmap * not found
      secret * not found
      no queue
      no exchange
      vhost * does not exist|not found
      no such vhost
      queue * does not exist
      inequivalent arg
      unknown topic or partition
      bucket does not exist
      no such bucket
      no such profile
      profile * not found|be found
      conn id
      middleware * does not exist
      entry point * does not exist|doesnt exist
      undefined environment
      not a git repository
      mapping values are not allowed
      did not find expected key
      no bean
      no qualifying bean
      no such bean definition
      bean creation exception
      unsatisfied dependency
      configure a data source
      failed to bind properties
      secret key base
      encryption key
      adapter not specified
      missing script
      missing resource exception
      no region
      no space in config
      options * must be
      does not currently know of service
      listener does not
      in backend section
      list file etc
      crontab
      max virtual memory areas
      is too low increase
      improper configuration
      failed to load config|configuration
      could not load config|configuration
      error loading config|configuration
      environment variable * required|missing
      env * not set
      not set in environment
      invalid number of arguments in
      directive is duplicate
      unrecognized option|arguments|argument|flag
      unsupported option
      missing required option|argument|setting
      failed to parse config
      failed to load environment files
      secret key setting
      invalid compose
      no exchange|queue * in vhost
      vhost * not found
      topic * not present
      could not load credentials file
      found character that cannot start any token
      application context exception
      no such bean definition exception
      unsatisfied dependency exception
      failed to configure a data source
      no database selected
      feature * not enabled
      missing config|configuration
      deprecated option
    `,
    strong: `
      configuration
      config
      no such file or directory
      file not found
      directive
      missing
      not enabled
      not registered
      not defined
      working directory
      parsing yaml
      yaml
      conf
      etc
      placeholder
      option
      settings
      env
    `,
    weak: `
      does not exist
      doesnt exist
      setting
      environment
      not found
    `,
  },
  'external-api': {
    decisive: `
      exceeded your current quota
      insufficient quota
      request rate limit
      api rate limit
      secondary rate limit
      rate limited
      rate limit exceeded
      rate limit error
      card declined
      card was declined
      insufficient funds
      overloaded error
      model * overloaded
      request limit reached
    `,
    certain: `
      rate limit
      rate limits
      limit * requests
      rate exceeded
      exceeded * rate
      rate is temporarily limited
      too many requests
      throttling
      throttled
      slow down
      reduce * request rate|rates
      request limit exceeded
      requests limit
      query limit
      request quota
      exceeded your * quota
      exceeded call rate
      quota exceeded sending
      usage limit
      daily limit
      monthly limit
      your card
      card error
      payment required
      declined
      insufficient credits
      insufficient balance
      credit balance
      billing
      context length
      maximum context length
      model * not found
      model * does not exist
      model is * loading
      provisioned throughput
      third party
      external service|api
      requests per minute|second
      when calling the * operation
      service quota
      retry after
      spamhaus
      blocklisted
      throttling exception
      user rate limit exceeded
      daily limit exceeded
      context length exceeded
      provisioned throughput exceeded
    `,
    strong: `
      invoice
      subscription
      payment
      your account
      external
    `,
  },
  dependency: {
    decisive: `
      could not load file or assembly
      missing method exception
      no suitable driver
      no module named
      cannot find module
      error while loading shared libraries
      cannot open shared object file
      command not found
      executable file not found
      image pull
      image pull back off
      manifest unknown
      not in the npm registry
      lockfile would have been modified
      could not find driver
      npm error 404
      npm err 404
      npm error code eresolve
      dependency conflict
      unmet dependencies
    `,
    certain: `
      module not found
      cannot find package
      import error
      cannot import name
      could not import
      could not find module
      cannot load such file
      load error
      class not found
      no class def found
      could not initialize class
      no such method error
      abstract method error
      unsupported class version|file
      class file version
      class file major version
      unsatisfied link error
      incompatible class change
      class * not found
      file load exception
      dll not found
      dll load failed
      type load exception
      shared object
      shared library|libraries
      load library
      could not load library
      symbol lookup error
      undefined symbol
      undefined reference to
      glibc
      not found required by
      library not loaded
      failed opening required
      package * not found
      packages not found
      unable to locate package
      installation candidate
      no matching version
      no matching package
      could not find a version
      unable to resolve dependency
      could not resolve dependencies|dependency
      resolve all files
      could not resolve peer
      dependency resolution
      dependency * not found|missing
      dependency failed
      result dependency
      peer dep|dependency
      dependencies
      version solving failed
      requires python
      gemfile
      unsupported engine
      not compatible with
      distribution not found
      version conflict exception requirement
      could not find gem
      gem not found
      no required module provides
      go sum
      go get
      failed to select a version
      unresolved import
      cant find crate
      system library
      could not find artifact
      could not find io
      held broken packages
      e404
      etarget
      ebadengine
      eresolve
      eintegrity
      integrity checksum
      lock file
      lockfile
      no candidates found
      not found in path
      not recognized as an internal
      spawn * enoent
      bad interpreter
      env * no such file or directory
      exec format error
      cannot execute binary
      bin sh * not found
      bin * not found
      err image pull
      pull access denied
      unable to find image
      no such image
      missing dependency
      required extension
      extension * not available|missing
      plugin * not found|missing
      provider packages
      err require esm
      package subpath
      does not provide an export
      node module version
      not compiled with
      please install
      could not find chrome
      perform an installation
      install or update
      too old
      delegate for this image format
      unknown encoder|decoder|codec
      specified module could not be found
      could not find application file
      data source * packages
      could not start application
      module not found error
      class not found exception
      no class def found error
      unsupported class version error
      incompatible class change error
      service loader
      shared libraries
      version * not found required by
      no matching distribution found
      unable to resolve dependency tree
      conflicting dependencies|peer
      unmet dependencies|peer
      conflicting requirements
      requires a different
      requires a newer|different version
      package not found error
      version conflict
      bundler gem not found
      gem missing
      your requirements could not be resolved
      no required module provides package
      missing go sum entry
      dependency problems
      failed to fetch * package
      e404 * not in this registry|npm
      integrity checksum failed
      is not recognized as
      manifest for * not found
      failed to pull image
      error pulling image
      extension * missing
      undefined function * extension
      err package path not exported
      native module
      was compiled against a different
    `,
    strong: `
      dependency
      not installed
      registry
      library
      driver
      incompatible
      node modules
      import
      module
      package|packages
    `,
  },
  unknown: {
    certain: `
      unknown error|exception|failure
      unknown reason
      unspecified error
      catastrophic failure
      no message
      e fail
    `,
    strong: `
      unexpected error
      an error occurred
      an unexpected error
      something went wrong
      unhandled error
      internal failure
      exception from hresult
    `,
  },
};
